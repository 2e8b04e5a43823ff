package io.quantumvault.solana.rpc;

/** No endpoint gave an answer in time. */
public final class ChainUnavailableException extends ChainException {
  private static final long serialVersionUID = 1L;

  /** Says what was asked and what went wrong last. */
  public ChainUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
