package io.quantumvault.ingest.inbound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a record to be taken, and never longer than its sender waits for an answer. */
final class Durable {
  private static final Logger LOG = LoggerFactory.getLogger(Durable.class);

  private Durable() {}

  /** Whether the record was taken before the deadline. One that was not may still land. */
  static boolean taken(Supplier<CompletableFuture<?>> sending, long deadline) {
    try {
      CompletableFuture<?> sent = sending.get();
      sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      notTaken(e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends without waiting, and runs {@code then} if the record is not taken. */
  static void whenNotTaken(Supplier<CompletableFuture<?>> sending, Runnable then) {
    // On a thread of its own: a producer that does not know its topics yet waits before it sends.
    CompletableFuture.supplyAsync(sending, Thread::startVirtualThread)
        .thenCompose(sent -> sent.thenApply(_ -> true))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            notTaken(failure);
            then.run();
          }
        });
  }

  private static void notTaken(Throwable cause) {
    LOG.atWarn()
        .setMessage("record not taken durably")
        .addKeyValue("cause", cause.getClass().getSimpleName())
        .log();
  }
}
