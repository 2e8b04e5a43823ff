package io.quantumvault.keys.kms.resilient;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Refreshes at intervals, so that a key that was ended leaves the memory of a service that nobody
 * calls, too.
 *
 * <p>A refresh that fails leaves in use what was, and comes again: its trouble is told by the call
 * that needs what is not there.
 */
public final class RefreshingKeyManagement implements OpenKeyManagement {
  private final OpenKeyManagement kms;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("kms-refresh").unstarted(work));
  private boolean closed;

  /** Takes over {@code kms}: closing this closes it. */
  public RefreshingKeyManagement(OpenKeyManagement kms, Duration interval) {
    this.kms = kms;
    timer.scheduleWithFixedDelay(
        this::tryRefresh, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tryRefresh() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // A timer whose work throws is never asked again.
    }
  }

  @Override
  public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
    return kms.wrap(name, context, key);
  }

  @Override
  public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
    return kms.unwrap(name, context, wrapped);
  }

  /** Not while it closes: what was wiped must not be read again. */
  @Override
  public synchronized void refresh() {
    if (!closed) {
      kms.refresh();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      closed = true;
      kms.close();
    }
  }
}
