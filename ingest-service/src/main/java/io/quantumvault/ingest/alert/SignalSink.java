package io.quantumvault.ingest.alert;

import java.util.concurrent.CompletableFuture;

/** Takes signals durably. */
public interface SignalSink {
  /** Completes once the signal is durable; fails, soon, when it may not be. */
  CompletableFuture<?> take(AcceptedSignal signal);
}
