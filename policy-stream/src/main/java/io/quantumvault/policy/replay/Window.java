package io.quantumvault.policy.replay;

import java.time.Instant;

/**
 * A span of time.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
public record Window(Instant from, Instant to) {
  /** All time. */
  public static final Window ALL = new Window(Instant.MIN, Instant.MAX);

  boolean holds(long epochMs) {
    var time = Instant.ofEpochMilli(epochMs);
    return !time.isBefore(from) && time.isBefore(to);
  }
}
