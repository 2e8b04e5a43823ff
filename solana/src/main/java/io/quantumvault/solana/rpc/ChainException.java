package io.quantumvault.solana.rpc;

import org.jspecify.annotations.Nullable;

/** A question to the chain that has no answer to use. */
public abstract sealed class ChainException extends RuntimeException
    permits ChainRefusedException, ChainUnavailableException {
  private static final long serialVersionUID = 1L;

  ChainException(String message) {
    super(message);
  }

  ChainException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
