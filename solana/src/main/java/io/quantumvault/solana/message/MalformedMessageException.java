package io.quantumvault.solana.message;

/** Bytes that are not exactly one transaction or message. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what does not fit. */
  public MalformedMessageException(String problem) {
    super(problem);
  }
}
