package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers within a limit, whatever the key management does: each call runs on a thread of its own,
 * and when the limit has passed the caller gets {@link KmsUnavailable}.
 *
 * <p>A secret belongs to one thread, so it changes threads as a {@link SharedSecret}; a key that
 * arrives too late is wiped by the thread that got it. A call that never ends keeps its place among
 * the {@link Resilience#concurrency} ones, so that threads cannot pile up.
 *
 * <p>Closing tells those who wait at once, interrupts the calls under way and waits for their
 * threads, but no longer than one call may take and two seconds at the most; only then is the key
 * management closed under them. What heeds no interrupt, such as a call into a token that hangs,
 * goes on as a daemon thread, which keeps no process from ending.
 */
public final class TimeLimitedKeyManagement implements OpenKeyManagement {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  private final OpenKeyManagement kms;
  private final Resilience resilience;
  private final Semaphore places;

  /** Calls under way; guarded by itself, with {@link #closed}. */
  private final Set<Call<?>> underWay = new HashSet<>();

  private boolean closed;

  /** Takes over {@code kms}: closing this closes it. */
  public TimeLimitedKeyManagement(OpenKeyManagement kms, Resilience resilience) {
    this.kms = kms;
    this.resilience = resilience;
    this.places = new Semaphore(resilience.concurrency());
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    Call<byte[]> call = new Call<>();
    takePlace(call);
    // From here on the worker closes what was handed to it, whether anybody still waits or not.
    SharedSecret handed = handOver(key);
    startOrGiveBack(
        call,
        handed,
        () -> {
          try (handed;
              SecretMemory own = handed.copy()) {
            return kms.wrap(name, context, own);
          }
        });
    return call.await();
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    Call<SharedSecret> call = new Call<>();
    takePlace(call);
    startOrGiveBack(
        call,
        null,
        () -> {
          try (SecretMemory key = kms.unwrap(name, context, wrapped)) {
            return SharedSecret.of(key);
          }
        });
    try (SharedSecret key = call.await()) {
      return key.copy();
    }
  }

  private void takePlace(Call<?> call) {
    try {
      if (places.tryAcquire(call.nanosLeft(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmsUnavailable("interrupted while waiting for other calls");
    }
    throw new KmsUnavailable(
        "%d calls are under way and none ended within %s"
            .formatted(resilience.concurrency(), resilience.limit()));
  }

  private SharedSecret handOver(SecretMemory key) {
    try {
      return SharedSecret.of(key);
    } catch (Throwable t) {
      places.release();
      throw t;
    }
  }

  private <T> void startOrGiveBack(Call<T> call, @Nullable SharedSecret handed, Supplier<T> work) {
    try {
      call.start(work);
    } catch (Throwable t) {
      places.release();
      if (handed != null) {
        handed.close();
      }
      throw t;
    }
  }

  /** One call under way. */
  private final class Call<T> {
    private final long started = System.nanoTime();
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable Thread worker;

    long nanosLeft() {
      return Math.max(0, resilience.limit().toNanos() - (System.nanoTime() - started));
    }

    void start(Supplier<T> work) {
      Thread thread = Thread.ofPlatform().daemon().name("kms-call").unstarted(() -> run(work));
      synchronized (underWay) {
        if (closed) {
          throw closed();
        }
        worker = thread;
        thread.start();
        underWay.add(this);
      }
    }

    private void run(Supplier<T> work) {
      try {
        T done = work.get();
        if (!answer.complete(done) && done instanceof SharedSecret late) {
          late.close();
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
      answer.completeExceptionally(closed());
      interrupt();
    }

    private void interrupt() {
      Thread running = worker;
      if (running != null) {
        running.interrupt();
      }
    }

    /** Whether its thread has ended by then. */
    boolean joins(Duration limit) throws InterruptedException {
      Thread running = worker;
      return running == null || running.join(limit);
    }

    T await() {
      try {
        return answer.get(nanosLeft(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return giveUp("no answer within " + resilience.limit());
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
        throw new KmsUnavailable(why);
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

  @Override
  public void refresh() {
    kms.refresh();
  }

  @Override
  public void close() {
    List<Call<?>> left;
    synchronized (underWay) {
      closed = true;
      left = List.copyOf(underWay);
    }
    left.forEach(Call::end);
    // One place more: who waits for one gets it, is told the same and passes it on.
    places.release();
    try {
      awaitEnd(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kms.close();
    }
  }

  private void awaitEnd(List<Call<?>> calls) throws InterruptedException {
    Duration limit =
        resilience.limit().compareTo(LONGEST_CLOSE) < 0 ? resilience.limit() : LONGEST_CLOSE;
    long started = System.nanoTime();
    for (Call<?> each : calls) {
      Duration left = limit.minusNanos(System.nanoTime() - started);
      if (!left.isPositive() || !each.joins(left)) {
        return;
      }
    }
  }

  private static KmsUnavailable closed() {
    return new KmsUnavailable("the key management is closed");
  }
}
