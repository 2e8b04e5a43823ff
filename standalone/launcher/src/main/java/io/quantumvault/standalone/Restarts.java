package io.quantumvault.standalone;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a process that ended by itself is started again: at once, so that whoever kills it stops
 * trading for no longer than its start takes. Only one that keeps dying early, before it was ever
 * ready, is given pauses that grow to half a minute, since nothing but its own trouble would be
 * started over and over.
 */
final class Restarts {
  /** A death this soon after the start is early, unless the process had got ready. */
  static final Duration EARLY = Duration.ofSeconds(10);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private long startedAt;
  private boolean wasReady;
  private int earlyInARow;
  private int ends;
  private @Nullable String lastReason;

  /**
   * Takes a clock.
   *
   * @param nanos never goes back, as {@link System#nanoTime}
   */
  Restarts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void started() {
    startedAt = nanos.getAsLong();
    wasReady = false;
  }

  synchronized void ready() {
    wasReady = true;
  }

  /** Whether this run has got ready. */
  synchronized boolean wasReady() {
    return wasReady;
  }

  /**
   * The process ended, or could not be started.
   *
   * @param reason for people
   * @return how long to wait before it is started again
   */
  synchronized Duration ended(String reason) {
    ends++;
    lastReason = reason;
    Duration lived = Duration.ofNanos(nanos.getAsLong() - startedAt);
    boolean early = !wasReady && lived.compareTo(EARLY) < 0;
    earlyInARow = early ? earlyInARow + 1 : 0;
    return pause();
  }

  /** None for the first early death, then 1, 2, 4 … 30 s. */
  private Duration pause() {
    if (earlyInARow < 2) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE;
    for (int n = 2; n < earlyInARow && pause.compareTo(LONGEST_PAUSE) < 0; n++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Such as {@code restarted 2 times, last because it was killed by signal 9}; else empty. */
  synchronized String told() {
    return lastReason == null
        ? ""
        : "restarted " + (ends == 1 ? "once" : ends + " times") + ", last because " + lastReason;
  }

  /** What an exit code says, as Java gives it: 128 and the signal's number for a killed process. */
  static String reason(int exit) {
    return exit > 128 ? "it was killed by signal " + (exit - 128) : "it ended with code " + exit;
  }
}
