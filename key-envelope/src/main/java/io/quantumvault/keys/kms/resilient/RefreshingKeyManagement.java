package io.quantumvault.keys.kms.resilient;

import static java.lang.System.Logger.Level.WARNING;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics;
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
 * <p>A refresh that fails leaves in use what was, is counted and logged, and comes again.
 */
public final class RefreshingKeyManagement implements OpenKeyManagement {
  private static final System.Logger LOG =
      System.getLogger(RefreshingKeyManagement.class.getName());

  private final OpenKeyManagement kms;
  private final KmsMetrics metrics;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("kms-refresh").unstarted(work));
  private boolean closed;

  /** Takes over {@code kms}: closing this closes it. */
  public RefreshingKeyManagement(OpenKeyManagement kms, KmsMetrics metrics, Duration interval) {
    this.kms = kms;
    this.metrics = metrics;
    timer.scheduleWithFixedDelay(
        this::tryRefresh, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tryRefresh() {
    try {
      refresh();
      metrics.addRefresh(false);
    } catch (RuntimeException e) {
      // A timer whose work throws is never asked again. The message names files and servers only.
      metrics.addRefresh(true);
      LOG.log(WARNING, "Keys were not refreshed, what was in use stays: {0}", e.getMessage());
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
