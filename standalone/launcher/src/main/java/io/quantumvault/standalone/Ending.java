package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish that the system ends, and the word that it has. The process goes when everything
 * has been put away by the thread that started it, whatever that was doing when the wish came.
 */
final class Ending {
  // A start that hangs must not keep the process for ever; what it leaves behind, qv down ends.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final CountDownLatch wished = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable Thread atWork;

  /** Wished for by a signal to this process. */
  static Ending byTheProcess() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::wish, "end"));
    return ending;
  }

  /** Asks for the end and returns when it has come. */
  void wish() {
    wished.countDown();
    synchronized (this) {
      if (atWork != null) {
        atWork.interrupt();
      }
    }
    try {
      var _ = over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isWished() {
    return wished.getCount() == 0;
  }

  /** Between the steps of a start. */
  void refuseIfWished() {
    if (isWished()) {
      throw new StartRefused("The system was stopped while it was starting.");
    }
  }

  /** Waits for the wish. */
  void await() throws InterruptedException {
    wished.await();
  }

  /**
   * Does what may be broken off at any point by an interrupt. When it returns the thread is not
   * interrupted any more: what comes next is putting everything away.
   */
  <T> T interruptibly(Callable<T> work) throws Exception {
    synchronized (this) {
      refuseIfWished();
      atWork = Thread.currentThread();
    }
    try {
      return work.call();
    } finally {
      synchronized (this) {
        atWork = null;
        var _ = Thread.interrupted();
      }
    }
  }

  /** Everything has been put away. */
  void over() {
    over.countDown();
  }
}
