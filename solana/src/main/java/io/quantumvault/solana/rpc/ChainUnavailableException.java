package io.quantumvault.solana.rpc;

import org.jspecify.annotations.Nullable;

/** No endpoint gave an answer in time. */
public final class ChainUnavailableException extends ChainException {
  private static final long serialVersionUID = 1L;

  /** Says what was asked and what went wrong last. */
  public ChainUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
