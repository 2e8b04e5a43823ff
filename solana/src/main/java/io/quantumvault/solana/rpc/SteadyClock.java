package io.quantumvault.solana.rpc;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Begins at the machine's time and runs with its monotonic counter, so that rests, ages and waits
 * are right when somebody sets the machine's clock.
 */
public final class SteadyClock implements InstantSource {
  private final Instant begin;
  private final long beginNanos;

  /** Begins now. */
  public SteadyClock() {
    begin = Instant.now();
    beginNanos = System.nanoTime();
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(System.nanoTime() - beginNanos);
  }
}
