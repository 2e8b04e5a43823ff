package io.quantumvault.paper.inbound;

import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits by the chain's clock, which a test may drive: it is looked at again every few milliseconds,
 * since nobody tells when it was moved on.
 */
final class Patience {
  private static final long LOOK_EVERY_MILLIS = 5;

  private final InstantSource clock;

  Patience(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Returns when so much time has passed.
   *
   * @throws InterruptedIOException when the server is closed meanwhile
   */
  void waitMillis(long millis) throws InterruptedIOException {
    long until = clock.millis() + millis;
    for (long left = millis; left > 0; left = until - clock.millis()) {
      LockSupport.parkNanos(Math.min(left, LOOK_EVERY_MILLIS) * 1_000_000);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("closed while waiting");
      }
    }
  }
}
