package io.quantumvault.control.venue;

/** No configured endpoint gave an answer that can be used. */
public final class ChainUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  public ChainUnavailableException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
