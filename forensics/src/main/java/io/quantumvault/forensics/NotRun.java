package io.quantumvault.forensics;

import java.util.Objects;

/** The search could not be made, so it says nothing; the message tells why. */
public sealed class NotRun extends RuntimeException permits KernelForbids {
  /** With the reason, which holds no secret. */
  public NotRun(String why) {
    super(why);
  }

  /** Why. */
  public String why() {
    return Objects.requireNonNull(getMessage());
  }
}
