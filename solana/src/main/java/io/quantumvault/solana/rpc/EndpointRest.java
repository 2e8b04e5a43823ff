package io.quantumvault.solana.rpc;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long an endpoint that failed is left alone: longer with each failure in a row, at most half a
 * minute, and as long as it asked for within these bounds.
 */
final class EndpointRest {
  static final Duration SHORTEST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 7;

  private int failures;
  private Instant until = Instant.MIN;

  /** Takes what the endpoint itself asked for, if it did. */
  synchronized void failed(Instant now, @Nullable Duration askedFor) {
    var rest = SHORTEST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    if (askedFor != null && askedFor.compareTo(rest) > 0) {
      rest = askedFor;
    }
    failures++;
    until = now.plus(rest.compareTo(LONGEST) > 0 ? LONGEST : rest);
  }

  synchronized void answered() {
    failures = 0;
    until = Instant.MIN;
  }

  /** Before this it is not asked while another one can be; in the past for one that is well. */
  synchronized Instant until() {
    return until;
  }
}
