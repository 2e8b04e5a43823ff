package io.quantumvault.signer.campaign;

import java.time.Duration;
import java.time.Instant;

/** The time of a run: it passes only when something says so. Wall clocks may be set. */
final class DrivenTime {
  private Instant steady;
  private Duration offset = Duration.ZERO;

  DrivenTime(Instant start) {
    steady = start;
  }

  synchronized Instant steady() {
    return steady;
  }

  synchronized Instant wall() {
    return steady.plus(offset);
  }

  synchronized void pass(Duration time) {
    steady = steady.plus(time);
  }

  /** Sets the wall clock forward or back. */
  synchronized void jump(Duration by) {
    offset = offset.plus(by);
  }
}
