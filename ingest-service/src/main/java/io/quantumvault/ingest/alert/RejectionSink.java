package io.quantumvault.ingest.alert;

import java.util.concurrent.CompletableFuture;

/** Takes refused bodies durably, so that their sender's owner can see them. */
public interface RejectionSink {
  /** Completes once the rejection is durable; fails, soon, when it may not be. */
  CompletableFuture<?> take(RefusedSignal signal);
}
