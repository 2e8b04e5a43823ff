package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.price.NewestSlots;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.PriceSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Carries prices from the chain to the price topic, each slot once and never backwards. */
public final class PricePoller implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PricePoller.class);
  private static final Duration TAKEN_WITHIN = Duration.ofMillis(2500);

  private final OracleClient client;
  private final PriceSink sink;
  private final Duration every;
  private final MeterRegistry meters;
  private final NewestSlots newest = new NewestSlots();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ingest-prices").factory());
  private volatile boolean running;

  /** A poller that is not started. */
  public PricePoller(OracleClient client, PriceSink sink, Duration every, MeterRegistry meters) {
    this.client = client;
    this.sink = sink;
    this.every = every;
    this.meters = meters;
  }

  @Override
  public void start() {
    running = true;
    var unused =
        thread.scheduleWithFixedDelay(this::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
    client.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void tick() {
    try {
      pollOnce();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      LOG.error("reading prices failed", e);
    }
  }

  /** One round: read, publish what is newer, remember what was taken. */
  void pollOnce() throws InterruptedException {
    record Sending(ObservedPrice price, CompletableFuture<?> sent) {}
    List<Sending> sendings = new ArrayList<>();
    for (ObservedPrice price : client.read()) {
      if (newest.risesWith(price.market(), price.slot())) {
        sendings.add(new Sending(price, sink.take(price)));
      }
    }
    for (Sending sending : sendings) {
      try {
        sending.sent().get(TAKEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        newest.published(sending.price().market(), sending.price().slot());
        meters
            .counter("quantumvault.ingest.prices", "market", sending.price().market())
            .increment();
      } catch (ExecutionException | TimeoutException e) {
        LOG.atWarn()
            .setMessage("a price was not taken")
            .addKeyValue("market", sending.price().market())
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log();
      }
    }
  }
}
