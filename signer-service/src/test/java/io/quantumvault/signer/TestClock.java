package io.quantumvault.signer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test moves it: no deadline passes behind a test's back. */
final class TestClock implements InstantSource {
  private volatile Instant now;

  TestClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  synchronized void moveTo(Instant at) {
    now = at;
  }
}
