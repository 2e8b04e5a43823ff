package io.quantumvault.owner;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another process brings about. */
public final class Poll {
  private static final long STEP_NANOS = 50_000_000;

  private Poll() {}

  /** Asked again and again. */
  @FunctionalInterface
  public interface Condition {
    /** Whether the wait is over. */
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Returns once the condition holds.
   *
   * @param what names the awaited thing in the error
   * @throws IllegalStateException if it does not hold within the limit
   */
  public static void until(Duration limit, String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "gave up after " + limit.toSeconds() + " s waiting for " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
