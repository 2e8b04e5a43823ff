package io.quantumvault.keys.kms.resilient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeLimitTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final FakedHang hang = new FakedHang();
  private final Semaphore places = new Semaphore(2);

  /** No interrupt helps. */
  private static final class FakedHang {
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean interrupted;

    String answer() {
      while (true) {
        try {
          end.await();
          return "late";
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }

  @Test
  void tellsWhatCameAndWhatWentWrongAsItIs() {
    TimeLimit limit = limit(LONG);
    IllegalStateException refused = new IllegalStateException("no");

    assertThat(limit.<String>call(() -> "done")).isEqualTo("done");
    assertThatThrownBy(() ->
            limit.call(() -> {
              throw refused;
            }))
        .isSameAs(refused);
    awaitPlaces();
  }

  @Test
  void aLateAnswerIsHandedToWhoCleansUp() throws Exception {
    CompletableFuture<String> cleaned = new CompletableFuture<>();

    assertThatThrownBy(() -> limit(SHORT).call(hang::answer, cleaned::complete))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("token t: no answer within PT0.1S");

    assertThat(cleaned).isNotDone();
    hang.end.countDown();
    assertThat(cleaned.get()).isEqualTo("late");
    assertThat(hang.interrupted).isTrue();
    awaitPlaces();
  }

  @Test
  void callsThatNeverEndDoNotPileUp() {
    TimeLimit limit = limit(SHORT);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> limit.call(hang::answer)).hasMessageContaining("no answer within");
    }
    AtomicBoolean ran = new AtomicBoolean();
    assertThatThrownBy(() -> limit.call(() -> ran.getAndSet(true)))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("too many calls");
    assertThat(ran).isFalse();
    hang.end.countDown();
    awaitPlaces();
  }

  @Test
  void whatNeverBeginsIsToldToWhoCleansUp() {
    TimeLimit limit = limit(SHORT);
    limit.close(SHORT);
    AtomicBoolean unstarted = new AtomicBoolean();

    assertThatThrownBy(() -> limit.call(hang::answer, late -> {}, () -> unstarted.set(true)))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessage("token t: the key management is closed");

    assertThat(unstarted).isTrue();
  }

  @Test
  void anInterruptedCallerIsLetGoAndItsWorkIsDone() throws Exception {
    CompletableFuture<String> cleaned = new CompletableFuture<>();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> limit(LONG).call(hang::answer, cleaned::complete))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    hang.end.countDown();
    assertThat(cleaned.get()).isEqualTo("late");
  }

  private TimeLimit limit(Duration limit) {
    return new TimeLimit("token t: ", limit, places);
  }

  private void awaitPlaces() {
    places.acquireUninterruptibly(2);
  }
}
