package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Asks again when the key management was unavailable, and only then: a cryptographic failure stays
 * one.
 *
 * <p>The pauses double and are cut by chance to between half and the whole, so that services that
 * failed together do not come back together. No attempt starts after the one limit for all of them;
 * that a single attempt ends is its provider's business and {@link TimeLimitedKeyManagement}'s.
 */
public final class RetryingKeyManagement implements OpenKeyManagement {
  /** Waits; {@code Thread::sleep} outside of tests. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits as long, or until the thread is interrupted. */
    void sleep(Duration pause) throws InterruptedException;
  }

  private final OpenKeyManagement kms;
  private final Resilience resilience;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;

  /** Takes over {@code kms}: closing this closes it. */
  public RetryingKeyManagement(
      OpenKeyManagement kms,
      Resilience resilience,
      InstantSource clock,
      RandomGenerator random,
      Sleeper sleeper) {
    this.kms = kms;
    this.resilience = resilience;
    this.clock = clock;
    this.random = random;
    this.sleeper = sleeper;
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    return retried(() -> kms.wrap(name, context, key));
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    return retried(() -> kms.unwrap(name, context, wrapped));
  }

  private <T> T retried(Supplier<T> call) {
    Instant deadline = clock.instant().plus(resilience.limit());
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (KmsUnavailable e) {
        Duration pause = pauseAfter(attempt);
        if (attempt >= resilience.attempts() || !clock.instant().plus(pause).isBefore(deadline)) {
          throw e;
        }
        pause(pause, e);
      }
    }
  }

  private Duration pauseAfter(int attempt) {
    long longest = resilience.firstPause().toNanos() << Math.min(attempt - 1, 10);
    return Duration.ofNanos(longest / 2 + random.nextLong(longest / 2 + 1));
  }

  private void pause(Duration pause, KmsUnavailable trouble) {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw trouble;
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
