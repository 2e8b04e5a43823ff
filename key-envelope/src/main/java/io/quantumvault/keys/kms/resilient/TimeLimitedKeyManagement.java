package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.SharedSecret;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Answers within a limit, whatever the key management does: each call runs on a thread of its own,
 * and when the limit has passed the caller gets {@link KmsUnavailable}.
 *
 * <p>A secret belongs to one thread, so it changes threads as a {@link SharedSecret}; a key that
 * arrives too late is wiped by the thread that got it. A call that never ends keeps its place among
 * the {@link Resilience#concurrency} ones ({@link TimeLimit}).
 *
 * <p>Closing tells those who wait at once, interrupts the calls under way and waits for their
 * threads, but no longer than one call may take and two seconds at the most; only then is the key
 * management closed under them. What heeds no interrupt, such as a call into a token that hangs,
 * goes on as a daemon thread, which keeps no process from ending.
 */
public final class TimeLimitedKeyManagement implements OpenKeyManagement {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  private final OpenKeyManagement kms;
  private final TimeLimit calls;

  /** Takes over {@code kms}: closing this closes it. */
  public TimeLimitedKeyManagement(OpenKeyManagement kms, Resilience resilience) {
    this.kms = kms;
    this.calls = new TimeLimit("", resilience.limit(), new Semaphore(resilience.concurrency()));
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    // Closed by the worker, whether anybody still waits for it or not.
    SharedSecret handed = SharedSecret.of(key);
    return calls.call(
        () -> {
          try (handed;
              SecretMemory own = handed.copy()) {
            return kms.wrap(name, context, own);
          }
        },
        late -> {},
        handed::close);
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    try (SharedSecret key =
        calls.call(
            () -> {
              try (SecretMemory own = kms.unwrap(name, context, wrapped)) {
                return SharedSecret.of(own);
              }
            },
            SharedSecret::close)) {
      return key.copy();
    }
  }

  @Override
  public void refresh() {
    kms.refresh();
  }

  @Override
  public void close() {
    try {
      calls.close(LONGEST_CLOSE);
    } finally {
      kms.close();
    }
  }
}
