package io.quantumvault.signer.fate;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the watch sleeps on: nothing to do, or the pace of its questions, or a hint before that. */
final class Wake {
  private enum Call {
    WORK,
    HINT
  }

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** There is something to follow. */
  void work() {
    calls.add(Call.WORK);
  }

  /** Something may have happened: worth a question now. */
  void hint() {
    calls.add(Call.HINT);
  }

  /** Sleeps until there is anything; true if it was a hint. */
  boolean untilCalled() throws InterruptedException {
    return calls.take() == Call.HINT;
  }

  /** Sleeps for the pace; a hint ends it, more work does not. */
  void untilHintOr(Duration pace) throws InterruptedException {
    long end = System.nanoTime() + pace.toNanos();
    for (long left = pace.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (calls.poll(left, TimeUnit.NANOSECONDS) == Call.HINT) {
        break;
      }
    }
    calls.clear();
  }
}
