package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.route.Route;
import java.util.function.LongSupplier;

/**
 * How often a webhook may be used. Exits spend an allowance of their own: a burst of entries never
 * keeps the way out shut, and exits keep no entry out.
 */
public final class Rates {
  static final int EXITS_PER_MINUTE = 30;
  private static final int EXITS_PER_HOUR = 60 * EXITS_PER_MINUTE;

  private final RateLimiter all;
  private final RateLimiter exits;

  /** Rates on this clock, such as {@code System::nanoTime}. */
  public Rates(LongSupplier nanoTime) {
    all = new RateLimiter(nanoTime);
    exits = new RateLimiter(nanoTime);
  }

  /** Counts one use, where there is one left. */
  RateLimiter.Permit use(Route route, boolean exit) {
    return exit
        ? exits.use(route.webhookId(), EXITS_PER_MINUTE, EXITS_PER_HOUR)
        : all.use(route.webhookId(), route.perMinute(), route.perHour());
  }
}
