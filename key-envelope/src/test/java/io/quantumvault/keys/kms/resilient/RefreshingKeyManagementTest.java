package io.quantumvault.keys.kms.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
    var kms = new RefreshingKeyManagement(failing, Duration.ofMillis(1));
    refreshes.await();

    kms.close();

    timer.join().join();
    assertThat(closed).isTrue();
    kms.refresh();
    assertThat(refreshedAfterClose).isFalse();
  }
}
