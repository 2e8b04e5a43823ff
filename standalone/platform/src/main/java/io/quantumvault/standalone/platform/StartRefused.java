package io.quantumvault.standalone.platform;

/**
 * The platform cannot start here for a reason the person at the keyboard can mend. The message is
 * one sentence that says what is wrong and what to do, fit to be shown as it is.
 */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartRefused(String message) {
    super(message);
  }

  public StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
