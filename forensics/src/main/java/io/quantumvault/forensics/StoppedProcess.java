package io.quantumvault.forensics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that stands still until {@link #close}; also when this program is interrupted it is let
 * go on.
 */
final class StoppedProcess implements AutoCloseable {
  private static final int MOST_TRIES = 100_000;
  private static final long BETWEEN_TRIES = TimeUnit.MICROSECONDS.toNanos(100);

  private final long pid;
  private final boolean stoodStill;
  private final Thread atExit;

  private StoppedProcess(long pid, boolean stoodStill) {
    this.pid = pid;
    this.stoodStill = stoodStill;
    this.atExit = new Thread(this::goOn);
  }

  /**
   * Sends SIGSTOP and waits until no thread runs.
   *
   * @throws NotRun when the process may not be stopped, or a thread does not stop
   */
  static StoppedProcess stop(long pid, ProcFolder files) {
    var stopped = new StoppedProcess(pid, files.standsStill());
    Runtime.getRuntime().addShutdownHook(stopped.atExit);
    try {
      if (!Posix.kill(pid, Posix.SIGSTOP)) {
        throw new KernelForbids(
            "process " + pid + " may not be stopped by this user, or has ended");
      }
      for (int tries = 0; !files.standsStill(); tries++) {
        if (tries == MOST_TRIES) {
          throw new NotRun("a thread of process " + pid + " does not stop");
        }
        LockSupport.parkNanos(BETWEEN_TRIES);
      }
      return stopped;
    } catch (Throwable t) {
      stopped.close();
      throw t;
    }
  }

  private void goOn() {
    // Whoever had stopped it before has a reason.
    if (!stoodStill) {
      Posix.kill(pid, Posix.SIGCONT);
    }
  }

  @Override
  public void close() {
    goOn();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already and does the same.
      return;
    }
  }
}
