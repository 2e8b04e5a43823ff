package io.quantumvault.ingest.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a signature with several secrets at once, with one limit for all of them: key management
 * may be slow or hang, and whoever sent the alert waits.
 *
 * <p>The first secret that the signature holds under decides; nobody waits for the others, whose
 * threads are interrupted. One that heeds no interrupt keeps its place, so that such threads cannot
 * pile up; they are meant to be daemons. A secret stays on the thread that opened it.
 */
final class SecretTrials {
  private static final Logger LOG = LoggerFactory.getLogger(SecretTrials.class);

  private final Duration limit;
  private final Semaphore places;
  private final ThreadFactory threads;

  /** What trying one secret showed. */
  enum Trial {
    HOLDS,
    FAILS,
    /** The secret's record does not open. */
    UNOPENED,
    /** Key management did not answer, or not in time. */
    UNANSWERED
  }

  /** What is known after all of them. */
  enum Outcome {
    HOLDS,
    FAILS,
    UNKNOWN
  }

  /**
   * Starts nothing.
   *
   * @param limit for all trials of a signature together
   * @param places how many secrets may be tried at a time, the ones that hang included
   */
  SecretTrials(Duration limit, int places, ThreadFactory threads) {
    this.limit = limit;
    this.places = new Semaphore(places);
    this.threads = threads;
  }

  /** Answers within the limit. */
  Outcome run(List<Supplier<Trial>> trials) {
    long deadline = System.nanoTime() + limit.toNanos();
    BlockingQueue<Trial> answers = new ArrayBlockingQueue<>(Math.max(1, trials.size()));
    List<Thread> started = new ArrayList<>();
    try {
      for (Supplier<Trial> trial : trials) {
        if (!places.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
          return Outcome.UNKNOWN;
        }
        started.add(start(trial, answers));
      }
      return first(answers, trials.size(), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.UNKNOWN;
    } finally {
      started.forEach(Thread::interrupt);
    }
  }

  private Thread start(Supplier<Trial> trial, BlockingQueue<Trial> answers) {
    try {
      Thread thread = threads.newThread(() -> answer(trial, answers));
      thread.start();
      return thread;
    } catch (Throwable t) {
      places.release();
      throw t;
    }
  }

  private void answer(Supplier<Trial> trial, BlockingQueue<Trial> answers) {
    Trial answer = Trial.UNANSWERED;
    try {
      answer = trial.get();
    } catch (RuntimeException e) {
      LOG.atError()
          .setMessage("a webhook signing secret could not be tried")
          .addKeyValue("cause", e.getClass().getSimpleName())
          .log();
    } finally {
      places.release();
      answers.add(answer);
    }
  }

  private static Outcome first(BlockingQueue<Trial> answers, int expected, long deadline)
      throws InterruptedException {
    boolean failed = false;
    boolean unanswered = false;
    for (int i = 0; i < expected; i++) {
      switch (answers.poll(left(deadline), TimeUnit.NANOSECONDS)) {
        case HOLDS -> {
          return Outcome.HOLDS;
        }
        case FAILS -> failed = true;
        case UNOPENED -> {
          // Another one may open; if none does, nobody can know.
        }
        case UNANSWERED -> unanswered = true;
        case null -> {
          return Outcome.UNKNOWN;
        }
      }
    }
    return failed && !unanswered ? Outcome.FAILS : Outcome.UNKNOWN;
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }
}
