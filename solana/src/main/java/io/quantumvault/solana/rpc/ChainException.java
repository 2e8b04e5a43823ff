package io.quantumvault.solana.rpc;

/** A question to the chain that has no answer to use. */
public abstract sealed class ChainException extends RuntimeException
    permits ChainRefusedException, ChainUnavailableException {
  private static final long serialVersionUID = 1L;

  ChainException(String message) {
    super(message);
  }

  ChainException(String message, Throwable cause) {
    super(message, cause);
  }
}
