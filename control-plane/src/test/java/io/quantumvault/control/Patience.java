package io.quantumvault.control;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what must come: by a condition, with a bound that even a busy machine keeps. */
final class Patience {
  static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Patience() {}

  /** The first answer that is enough; the last one is told where none was. */
  static <T> T until(Callable<T> asked, Predicate<T> enough) throws Exception {
    long start = System.nanoTime();
    while (true) {
      T answer = asked.call();
      if (enough.test(answer)) {
        return answer;
      }
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("not within " + LIMIT + ": " + answer);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }
}
