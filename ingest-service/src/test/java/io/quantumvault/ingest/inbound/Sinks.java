package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.RefusalTally;
import io.quantumvault.ingest.alert.RefusedSignal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where a test's signals and rejections go, and how the taking ends. */
final class Sinks {
  final List<AcceptedSignal> signals = new CopyOnWriteArrayList<>();
  final List<RefusedSignal> rejections = new CopyOnWriteArrayList<>();
  volatile Supplier<CompletableFuture<?>> outcome = () -> CompletableFuture.completedFuture(null);

  CompletableFuture<?> take(AcceptedSignal signal) {
    CompletableFuture<?> taken = outcome.get();
    signals.add(signal);
    return taken;
  }

  CompletableFuture<?> take(RefusedSignal signal) {
    CompletableFuture<?> taken = outcome.get();
    rejections.add(signal);
    return taken;
  }

  /** All of them, with a tally on this clock. */
  WebhookController.Sinks on(LongSupplier nanoTime) {
    return new WebhookController.Sinks(this::take, this::take, new RefusalTally(nanoTime));
  }
}
