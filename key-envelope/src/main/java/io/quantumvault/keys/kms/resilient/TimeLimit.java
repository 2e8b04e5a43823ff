package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller wait no longer than a limit, whatever is called does: each call runs on a thread of
 * its own, which is interrupted when nobody waits any more.
 *
 * <p>Native code cannot be stopped, so a call that hangs stays on its thread, and what it was to do
 * may still be done later. It keeps its place among the places there are, so that such threads
 * cannot pile up; they are daemons and keep no process from ending. Key memory belongs to one
 * thread: what crosses here is a {@code SharedSecret}.
 */
public final class TimeLimit {
  private final String who;
  private final Duration limit;
  private final Semaphore places;

  /** Calls under way; guarded by itself, with {@link #closed}. */
  private final Set<Call<?>> underWay = new HashSet<>();

  private boolean closed;

  /**
   * A limit for each call.
   *
   * @param who what stands before the reason in a {@link KmsUnavailable}; may be empty
   * @param places how many calls may be under way; may be shared by several limits
   */
  public TimeLimit(String who, Duration limit, Semaphore places) {
    this.who = who;
    this.limit = limit;
    this.places = places;
  }

  /** As {@link #call(Supplier, Consumer, Runnable)}, with nothing to clean up. */
  public <T> T call(Supplier<T> work) {
    return call(work, late -> {}, () -> {});
  }

  /**
   * As {@link #call(Supplier, Consumer, Runnable)}, with nothing to clean up if it never starts.
   */
  public <T> T call(Supplier<T> work, Consumer<T> late) {
    return call(work, late, () -> {});
  }

  /**
   * Answers what the work does, or throws what it throws.
   *
   * @param late gets the answer that nobody waits for any more
   * @param unstarted runs when the work is never begun
   * @throws KmsUnavailable when the limit has passed, or {@link #close} was called
   */
  public <T> T call(Supplier<T> work, Consumer<T> late, Runnable unstarted) {
    Call<T> call = new Call<>();
    try {
      takePlace(call);
      startOrGiveBack(call, work, late);
    } catch (Throwable t) {
      unstarted.run();
      throw t;
    }
    return call.await();
  }

  private void takePlace(Call<?> call) {
    try {
      // The first question lets a caller pass who was interrupted: closing is to be begun at least.
      if (places.tryAcquire() || places.tryAcquire(call.nanosLeft(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for other calls");
    }
    throw unavailable("too many calls are under way and none ended within " + limit);
  }

  private <T> void startOrGiveBack(Call<T> call, Supplier<T> work, Consumer<T> late) {
    try {
      call.start(work, late);
    } catch (Throwable t) {
      places.release();
      throw t;
    }
  }

  /**
   * Tells those who wait at once, interrupts the calls under way and waits for their threads, but
   * no longer than that and than one call may take. Nothing starts afterwards.
   */
  public void close(Duration longest) {
    List<Call<?>> left;
    synchronized (underWay) {
      closed = true;
      left = List.copyOf(underWay);
    }
    left.forEach(Call::end);
    // One place more: who waits for one gets it, is told the same and passes it on.
    places.release();
    try {
      awaitEnd(left, limit.compareTo(longest) < 0 ? limit : longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(List<Call<?>> calls, Duration longest) throws InterruptedException {
    long started = System.nanoTime();
    for (Call<?> each : calls) {
      Duration left = longest.minusNanos(System.nanoTime() - started);
      if (!left.isPositive() || !each.joins(left)) {
        return;
      }
    }
  }

  private KmsUnavailable closedNow() {
    return unavailable("the key management is closed");
  }

  private KmsUnavailable unavailable(String why) {
    return new KmsUnavailable(who + why);
  }

  /** One call under way. */
  private final class Call<T> {
    private final long started = System.nanoTime();
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable Thread worker;

    long nanosLeft() {
      return Math.max(0, limit.toNanos() - (System.nanoTime() - started));
    }

    void start(Supplier<T> work, Consumer<T> late) {
      Thread thread =
          Thread.ofPlatform().daemon().name("kms-call").unstarted(() -> run(work, late));
      synchronized (underWay) {
        if (closed) {
          throw closedNow();
        }
        worker = thread;
        thread.start();
        underWay.add(this);
      }
    }

    private void run(Supplier<T> work, Consumer<T> late) {
      try {
        T done = work.get();
        if (!answer.complete(done)) {
          late.accept(done);
        }
      } catch (Throwable t) {
        answer.completeExceptionally(t);
      } finally {
        synchronized (underWay) {
          underWay.remove(this);
        }
        places.release();
      }
    }

    /** Unless it has ended in this very moment. */
    void end() {
      answer.completeExceptionally(closedNow());
      interrupt();
    }

    private void interrupt() {
      Thread running = worker;
      if (running != null) {
        running.interrupt();
      }
    }

    /** Whether its thread has ended by then. */
    boolean joins(Duration longest) throws InterruptedException {
      Thread running = worker;
      return running == null || running.join(longest);
    }

    T await() {
      try {
        return answer.get(nanosLeft(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return giveUp("no answer within " + limit);
      } catch (InterruptedException e) {
        try {
          return giveUp("interrupted while waiting for an answer");
        } finally {
          Thread.currentThread().interrupt();
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }

    /** Unless the answer came in this very moment. */
    private T giveUp(String why) {
      if (answer.cancel(false)) {
        interrupt();
        throw unavailable(why);
      }
      if (answer.state() == CompletableFuture.State.SUCCESS) {
        return answer.resultNow();
      }
      throw failure(answer.exceptionNow());
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
      return switch (cause) {
        case RuntimeException e -> e;
        case Error e -> throw e;
        case null, default -> new IllegalStateException(cause);
      };
    }
  }
}
