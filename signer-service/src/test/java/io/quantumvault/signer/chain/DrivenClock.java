package io.quantumvault.signer.chain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until the test moves it. */
final class DrivenClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}
