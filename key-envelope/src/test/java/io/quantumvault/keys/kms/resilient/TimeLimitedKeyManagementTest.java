package io.quantumvault.keys.kms.resilient;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.ScriptedKeyManagement;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TimeLimitedKeyManagementTest {
  private static final Aad CONTEXT = Golden.aad(7);
  private static final Duration LONG = Duration.ofMinutes(5);

  /**
   * What lets every call of the test go, so that a test that fails leaves no thread to the next.
   */
  private final CountDownLatch release = new CountDownLatch(1);

  private int before;

  @BeforeEach
  void count() {
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    release.countDown();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private static TimeLimitedKeyManagement limited(
      OpenKeyManagement kms, Duration limit, int concurrency) {
    return new TimeLimitedKeyManagement(
        kms, new Resilience(limit, 1, Duration.ofMillis(1), concurrency));
  }

  /** Stuck as a native call would be: no interrupt helps. */
  private final class Stuck implements OpenKeyManagement {
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile boolean closed;

    private void stick() {
      entered.countDown();
      while (true) {
        try {
          release.await();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }

    @Override
    public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
      stick();
      return new byte[] {(byte) key.size()};
    }

    @Override
    public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
      stick();
      return SecretMemory.random(32);
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void handsSecretsFromThreadToThread(@TempDir Path folder) {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    try (TimeLimitedKeyManagement kms = limited(FileKeyManagement.open(folder), LONG, 4);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(KeyName.CONTROL, CONTEXT, key);
      assertSecret(kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped)).isEqualTo(hexOf(key.copy()));

      wrapped[9] ^= 1;
      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, wrapped))
          .isInstanceOf(CryptoFailure.class);
      kms.refresh();
    }
  }

  @Test
  void aLateAnswerIsWipedAndItsPlaceIsFreeAgain() {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, Duration.ofMillis(200), 1);
    assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("no answer within");

    release.countDown();
    awaitPlace(kms);
    assertThat(stuck.interrupted).isTrue();
  }

  @Test
  void aKeyHandedToACallThatIsLateIsWiped() {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, Duration.ofMillis(200), 1);
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, CONTEXT, key))
          .isInstanceOf(KmsUnavailable.class);
    }
    release.countDown();
    awaitPlace(kms);
  }

  /** The only place is given back when the late call has cleaned up. */
  private static void awaitPlace(TimeLimitedKeyManagement kms) {
    while (true) {
      try {
        kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]).close();
        return;
      } catch (KmsUnavailable e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void callsThatNeverEndDoNotPileUp() {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, Duration.ofMillis(100), 2);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]))
          .hasMessageContaining("no answer within");
    }
    try (SecretMemory key = SecretMemory.random(32)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, CONTEXT, key))
            .isInstanceOf(KmsUnavailable.class)
            .hasMessageContaining("too many calls are under way");
      }
    }
    release.countDown();
    awaitPlace(kms);
    awaitNoWorkers();
  }

  private static void awaitNoWorkers() {
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("kms-call"))) {
      assertThat(Thread.currentThread().isInterrupted()).as("given up").isFalse();
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptedCallerIsLetGo() {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, LONG, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    awaitPlace(kms);
  }

  @Test
  void whatWentWrongIsToldAsItIs() {
    ScriptedKeyManagement script =
        new ScriptedKeyManagement(new KmsUnavailable("gone"), new IllegalStateException("bug"));
    TimeLimitedKeyManagement kms = limited(script, LONG, 1);
    assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessage("gone");
    assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    kms.close();
    assertThat(script.isClosed()).isTrue();
  }

  /**
   * A call that heeds an interrupt, as one over HTTP does, but takes its time: until who closes
   * waits for it, or has not waited.
   */
  private final class Waiting implements OpenKeyManagement {
    private final Thread closer = Thread.currentThread();
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile @Nullable Thread worker;
    private volatile @Nullable Boolean closedUnderACall;

    @Override
    public byte[] wrap(KeyName name, Aad context, SecretMemory key) {
      worker = Thread.currentThread();
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        while (closer.getState() != Thread.State.TIMED_WAITING && closedUnderACall == null) {
          Thread.onSpinWait();
        }
        throw new KmsUnavailable("interrupted");
      }
      throw new IllegalStateException("nobody interrupted it");
    }

    @Override
    public SecretMemory unwrap(KeyName name, Aad context, byte[] wrapped) {
      throw new IllegalStateException("nobody asked for it");
    }

    boolean isUnderWay() {
      Thread running = worker;
      return running != null && running.isAlive();
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {
      closedUnderACall = isUnderWay();
    }
  }

  private static CompletableFuture<Throwable> failureOfWrap(TimeLimitedKeyManagement kms) {
    return onAThreadOfItsOwn(() -> {
      try (SecretMemory key = SecretMemory.random(32)) {
        kms.wrap(KeyName.CONTROL, CONTEXT, key);
      }
    });
  }

  private static CompletableFuture<Throwable> failureOfUnwrap(TimeLimitedKeyManagement kms) {
    return onAThreadOfItsOwn(() -> kms.unwrap(KeyName.CONTROL, CONTEXT, new byte[1]));
  }

  private static CompletableFuture<Throwable> onAThreadOfItsOwn(ThrowingCallable call) {
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(call), task -> Thread.ofPlatform().start(task));
  }

  @Test
  void closingEndsACallUnderWayBeforeTheKeyManagementIsClosed() throws InterruptedException {
    Waiting waiting = new Waiting();
    TimeLimitedKeyManagement kms = limited(waiting, LONG, 1);
    CompletableFuture<Throwable> caller = failureOfWrap(kms);
    waiting.entered.await();

    kms.close();
    assertThat(waiting.isUnderWay()).isFalse();
    assertThat(waiting.closedUnderACall).isFalse();
    assertThat(caller.join()).isInstanceOf(KmsUnavailable.class).hasMessageContaining("closed");
  }

  @Test
  void aCallThatHeedsNoInterruptHoldsUpClosingOnlyForAWhile() throws InterruptedException {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, LONG, 1);
    CompletableFuture<Throwable> caller = failureOfUnwrap(kms);
    stuck.entered.await();

    kms.close();
    assertThat(caller.join()).isInstanceOf(KmsUnavailable.class).hasMessageContaining("closed");
    release.countDown();
    awaitNoWorkers();
  }

  @Test
  void whoWaitsForAPlaceIsToldWhenItIsClosed() throws InterruptedException {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, LONG, 1);
    CompletableFuture<Throwable> first = failureOfUnwrap(kms);
    stuck.entered.await();
    List<CompletableFuture<Throwable>> others = List.of(failureOfUnwrap(kms), failureOfWrap(kms));

    kms.close();
    assertThat(others).allSatisfy(other -> assertThat(other.join()).hasMessageContaining("closed"));
    assertThat(first.join()).hasMessageContaining("closed");
    release.countDown();
    awaitNoWorkers();
  }

  @Test
  void nothingStartsAfterClose() {
    ScriptedKeyManagement script = new ScriptedKeyManagement();
    TimeLimitedKeyManagement kms = limited(script, LONG, 1);
    kms.close();
    for (int i = 0; i < 3; i++) {
      assertThat(failureOfWrap(kms).join()).hasMessageContaining("closed");
      assertThat(failureOfUnwrap(kms).join()).hasMessageContaining("closed");
    }
    assertThat(script.calls()).isZero();
  }

  @Test
  void whoIsInterruptedWhileClosingClosesAllTheSame() throws InterruptedException {
    Stuck stuck = new Stuck();
    TimeLimitedKeyManagement kms = limited(stuck, LONG, 1);
    CompletableFuture<Throwable> caller = failureOfUnwrap(kms);
    stuck.entered.await();

    Thread.currentThread().interrupt();
    kms.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stuck.closed).isTrue();
    assertThat(caller.join()).isInstanceOf(KmsUnavailable.class);
    release.countDown();
    awaitNoWorkers();
  }
}
