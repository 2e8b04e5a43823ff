package io.quantumvault.forensics;

/** The kernel does not let this user look into the process. */
public final class KernelForbids extends NotRun {
  /** With what it takes. */
  public KernelForbids(String why) {
    super(why);
  }
}
