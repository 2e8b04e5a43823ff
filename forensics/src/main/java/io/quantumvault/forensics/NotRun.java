package io.quantumvault.forensics;

/** The search could not be made, so it says nothing; the message tells why. */
public final class NotRun extends RuntimeException {
  /** With the reason, which holds no secret. */
  public NotRun(String why) {
    super(why);
  }
}
