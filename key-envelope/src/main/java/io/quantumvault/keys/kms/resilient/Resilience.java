package io.quantumvault.keys.kms.resilient;

import java.time.Duration;

/**
 * How long a call may take in all, and how it is repeated within that time.
 *
 * @param limit from the call to its answer or failure, all attempts and pauses included
 * @param attempts how often the key management is asked at the most
 * @param firstPause the longest first pause; later ones double
 * @param concurrency how many calls may be under way; the ones that no longer answer count as well
 */
public record Resilience(Duration limit, int attempts, Duration firstPause, int concurrency) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Five seconds, three attempts, pauses from 100 ms, 32 calls. */
  public static final Resilience USUAL =
      new Resilience(Duration.ofSeconds(5), 3, Duration.ofMillis(100), 32);

  /** Refuses what is not positive or beyond reason. */
  public Resilience {
    if (!isBetweenZeroAnd(LONGEST, limit) || !isBetweenZeroAnd(limit, firstPause)) {
      throw new IllegalArgumentException("limit " + limit + ", first pause " + firstPause);
    }
    if (attempts < 1 || attempts > 100 || concurrency < 1 || concurrency > 10_000) {
      throw new IllegalArgumentException("attempts " + attempts + ", concurrency " + concurrency);
    }
  }

  private static boolean isBetweenZeroAnd(Duration longest, Duration duration) {
    return duration.isPositive() && duration.compareTo(longest) <= 0;
  }
}
