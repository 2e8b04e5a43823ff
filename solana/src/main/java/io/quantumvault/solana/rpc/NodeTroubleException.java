package io.quantumvault.solana.rpc;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HTTP answer that is no answer. */
final class NodeTroubleException extends IOException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  NodeTroubleException(String message, @Nullable Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long the endpoint asked to be left alone. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
