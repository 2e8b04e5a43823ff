package io.quantumvault.solana.message;

/** Bytes that are not exactly one transaction or message. */
public sealed class MalformedMessageException extends Exception
    permits UnsupportedVersionException {
  private static final long serialVersionUID = 1L;

  /** Says what does not fit. */
  public MalformedMessageException(String problem) {
    super(problem);
  }
}
