package io.quantumvault.ingest.price;

import java.util.concurrent.CompletableFuture;

/** Takes prices durably. */
public interface PriceSink {
  /** Completes once the price is durable; fails, soon, when it may not be. */
  CompletableFuture<?> take(ObservedPrice price);
}
