package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import io.quantumvault.keys.record.Aad;
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
 */
public final class TimeLimitedKeyManagement implements OpenKeyManagement {
  private final OpenKeyManagement kms;
  private final Resilience resilience;
  private final Semaphore places;

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
      worker = Thread.ofPlatform().daemon().name("kms-call").start(() -> run(work));
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
        places.release();
      }
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
        if (worker != null) {
          worker.interrupt();
        }
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
    kms.close();
  }
}
