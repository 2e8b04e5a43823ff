package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.resilient.TimeLimitedKeyManagement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets a caller wait no longer than a limit, whatever the token's library does: each call runs on a
 * thread of its own.
 *
 * <p>Native code cannot be stopped, so a call that hangs stays on its thread, and what it was to do
 * may still be done later. It keeps its place among the places there are, so that such threads
 * cannot pile up. Only for what holds no key memory, which belongs to one thread: wrapping and
 * unwrapping are limited by {@link TimeLimitedKeyManagement}.
 */
final class TimeLimit {
  private final String token;
  private final Duration limit;
  private final Semaphore places;

  /**
   * A limit for one token.
   *
   * @param places may be shared by several limits
   */
  TimeLimit(String token, Duration limit, Semaphore places) {
    this.token = token;
    this.limit = limit;
    this.places = places;
  }

  <T> T call(Supplier<T> work) {
    return call(work, late -> {});
  }

  /**
   * Answers what the work does, or throws what it throws.
   *
   * @param late gets the answer that nobody waits for any more
   * @throws KmsUnavailable when the limit has passed; the thread of the work is interrupted
   */
  <T> T call(Supplier<T> work, Consumer<T> late) {
    long started = System.nanoTime();
    takePlace();
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread worker;
    try {
      worker =
          Thread.ofPlatform()
              .daemon()
              .name("pkcs11-call")
              .start(() -> {
                try {
                  T done = work.get();
                  if (!answer.complete(done)) {
                    late.accept(done);
                  }
                } catch (Throwable t) {
                  answer.completeExceptionally(t);
                } finally {
                  places.release();
                }
              });
    } catch (Throwable t) {
      places.release();
      throw t;
    }
    return await(answer, worker, started);
  }

  private void takePlace() {
    try {
      // The first question lets a caller pass who was interrupted: closing is to be begun at least.
      if (places.tryAcquire() || places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for other calls");
    }
    throw unavailable("too many calls are under way and none ended within " + limit);
  }

  private <T> T await(CompletableFuture<T> answer, Thread worker, long started) {
    try {
      long left = limit.toNanos() - (System.nanoTime() - started);
      return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return giveUp(answer, worker, "no answer within " + limit);
    } catch (InterruptedException e) {
      try {
        return giveUp(answer, worker, "interrupted while waiting for an answer");
      } finally {
        Thread.currentThread().interrupt();
      }
    } catch (ExecutionException e) {
      throw Cryptoki.unexpected(answer.exceptionNow());
    }
  }

  /** Unless the answer came in this very moment. */
  private <T> T giveUp(CompletableFuture<T> answer, Thread worker, String why) {
    if (answer.cancel(false)) {
      worker.interrupt();
      throw unavailable(why);
    }
    if (answer.state() == CompletableFuture.State.SUCCESS) {
      return answer.resultNow();
    }
    throw Cryptoki.unexpected(answer.exceptionNow());
  }

  private KmsUnavailable unavailable(String why) {
    return new KmsUnavailable("pkcs11: token %s: %s".formatted(token, why));
  }
}
