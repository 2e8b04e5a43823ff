package io.quantumvault.keys.kms.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefreshingKeyManagementTest {
  private final CountDownLatch refreshes = new CountDownLatch(3);
  private final CompletableFuture<Thread> timer = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean refreshedAfterClose;

  private final OpenKeyManagement failing =
      new OpenKeyManagement() {
        @Override
        public void refresh() {
          refreshedAfterClose |= closed;
          timer.complete(Thread.currentThread());
          refreshes.countDown();
          throw new KmsUnavailable("not now");
        }

        @Override
        public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
          throw new UnsupportedOperationException();
        }

        @Override
        public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
          closed = true;
        }
      };

  @Test
  void refreshesAgainAfterOneThatFailedUntilItIsClosed() throws InterruptedException {
    KmsMetrics metrics = new KmsMetrics();
    List<String> logged = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(RefreshingKeyManagement.class.getName());
    Handler handler = handler(logged);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    var kms = new RefreshingKeyManagement(failing, metrics, Duration.ofMillis(1));
    refreshes.await();

    kms.close();

    timer.join().join();
    assertThat(closed).isTrue();
    kms.refresh();
    assertThat(refreshedAfterClose).isFalse();
    assertThat(metrics.failedRefreshes()).isGreaterThanOrEqualTo(3);
    assertThat(metrics.refreshes()).isZero();
    assertThat(logged)
        .hasSize((int) metrics.failedRefreshes())
        .allSatisfy(line -> assertThat(line).contains("were not refreshed").endsWith("not now"));
    logger.removeHandler(handler);
  }

  private static Handler handler(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(new SimpleFormatter().formatMessage(line));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
