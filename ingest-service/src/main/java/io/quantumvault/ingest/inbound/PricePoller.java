package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.price.Agreement;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.ingest.price.PriceHistory;
import io.quantumvault.ingest.price.PriceReading;
import io.quantumvault.ingest.price.PriceSink;
import io.quantumvault.ingest.price.PriceTrail;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Carries what the endpoints agree on from the chain to the price topic, going on from what is
 * there: before the first price is published, those that were published before are read.
 */
public final class PricePoller implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PricePoller.class);
  private static final Duration TAKEN_WITHIN = Duration.ofMillis(2500);

  private final OracleClient client;
  private final List<MarketOracle> markets;
  private final PriceHistory history;
  private final PriceSink sink;
  private final Rules rules;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Map<String, PriceTrail> trails = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ingest-prices").factory());
  private volatile boolean running;

  /**
   * By what prices are judged.
   *
   * @param every how often to look
   * @param maxDisagreementBps how far two endpoints' prices may be apart
   * @param frozenAfter how long a publish time may stand still
   */
  public record Rules(Duration every, int maxDisagreementBps, Duration frozenAfter) {}

  /** A poller that is not started. */
  public PricePoller(
      OracleClient client,
      List<MarketOracle> markets,
      PriceHistory history,
      PriceSink sink,
      Rules rules,
      InstantSource clock,
      MeterRegistry meters) {
    this.client = client;
    this.markets = List.copyOf(markets);
    this.history = history;
    this.sink = sink;
    this.rules = rules;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void start() {
    running = true;
    var unused =
        thread.scheduleWithFixedDelay(
            this::tick, 0, rules.every().toMillis(), TimeUnit.MILLISECONDS);
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

  /** One round: read, agree, publish what is new, remember what was taken. */
  void pollOnce() throws InterruptedException {
    if (client.configured() == 0 || !goesOn()) {
      return;
    }
    List<Map<String, PriceReading>> said = client.read();
    var allowed = new Agreement.Allowed(rules.maxDisagreementBps(), client.lagSlots());
    Set<Integer> lagging = new HashSet<>();
    List<Sending> sendings = new ArrayList<>();
    trails.forEach((market, trail) -> {
      List<PriceReading> readings =
          said.stream().map(answer -> answer.get(market)).filter(Objects::nonNull).toList();
      Agreement agreement = Agreement.of(readings, client.configured(), allowed);
      if (agreement instanceof Agreement.Agreed agreed) {
        lagging.addAll(agreed.lagging());
      }
      trail
          .next(agreement, clock.instant())
          .ifPresent(next -> {
            tellOfDoubt(next);
            sendings.add(new Sending(trail, next.price(), sink.take(next.price())));
          });
    });
    client.rest(lagging);
    for (Sending sending : sendings) {
      await(sending);
    }
  }

  private record Sending(PriceTrail trail, ObservedPrice price, CompletableFuture<?> sent) {}

  /** Whether it is known what was published before. */
  private boolean goesOn() {
    if (!trails.isEmpty()) {
      return true;
    }
    try {
      Map<String, ObservedPrice> newest = history.newest();
      for (MarketOracle market : markets) {
        trails.put(
            market.market(),
            new PriceTrail(
                market, client.configured(), rules.frozenAfter(), newest.get(market.market())));
      }
      return true;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setMessage("what was published before cannot be read; no price is published until then")
          .addKeyValue("cause", e.getClass().getSimpleName())
          .log();
      return false;
    }
  }

  private void await(Sending sending) throws InterruptedException {
    String market = sending.price().market();
    try {
      sending.sent().get(TAKEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      sending.trail().taken(sending.price());
      meters.counter("quantumvault.ingest.prices", "market", market).increment();
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn()
          .setMessage("a price was not taken")
          .addKeyValue("market", market)
          .addKeyValue("cause", e.getClass().getSimpleName())
          .log();
    }
  }

  private void tellOfDoubt(PriceTrail.Next next) {
    PriceTrail.Doubt why = next.why();
    if (why != null) {
      meters
          .counter(
              "quantumvault.ingest.prices.doubtful",
              "market",
              next.price().market(),
              "why",
              why.name().toLowerCase(Locale.ROOT))
          .increment();
      LOG.atWarn()
          .setMessage("a price is in doubt: nothing is opened at it")
          .addKeyValue("market", next.price().market())
          .addKeyValue("why", why)
          .log();
    }
  }
}
