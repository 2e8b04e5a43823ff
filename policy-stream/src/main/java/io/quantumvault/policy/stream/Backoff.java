package io.quantumvault.policy.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait before a failed thread is replaced: not at all after a quiet minute, then twice
 * as long each time. A fault that comes back at once must not keep a core and the broker busy.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private Duration next = Duration.ZERO;
  private long lastFailure;

  Backoff(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastFailure = nanoTime.getAsLong() - QUIET.toNanos();
  }

  /** The pause after one more failure. */
  synchronized Duration pause() {
    long now = nanoTime.getAsLong();
    // A long pause is no quiet time.
    boolean quiet = now - lastFailure >= QUIET.plus(next).toNanos();
    var pause = quiet ? Duration.ZERO : next;
    next = pause.isZero() ? FIRST : pause.multipliedBy(2);
    if (next.compareTo(LONGEST) > 0) {
      next = LONGEST;
    }
    lastFailure = now;
    return pause;
  }
}
