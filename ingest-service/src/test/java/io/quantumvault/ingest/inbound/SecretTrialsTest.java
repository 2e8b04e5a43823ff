package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.inbound.SecretTrials.Outcome;
import io.quantumvault.ingest.inbound.SecretTrials.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SecretTrialsTest {
  private final List<Thread> threads = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "HOLDS, FAILS, HOLDS",
    "HOLDS, UNANSWERED, HOLDS",
    "HOLDS, UNOPENED, HOLDS",
    "FAILS, FAILS, FAILS",
    "FAILS, UNOPENED, FAILS",
    "FAILS, UNANSWERED, UNKNOWN",
    "UNOPENED, UNOPENED, UNKNOWN",
    "UNANSWERED, UNOPENED, UNKNOWN",
  })
  void twoTrialsTogetherSay(Trial one, Trial other, Outcome together) {
    var trials = new SecretTrials(Duration.ofHours(1), 2, this::thread);

    assertThat(trials.run(List.of(() -> one, () -> other))).isEqualTo(together);
    assertThat(trials.run(List.of(() -> other, () -> one))).isEqualTo(together);
  }

  @Test
  void noSecretIsNoVerdict() {
    assertThat(new SecretTrials(Duration.ofHours(1), 2, this::thread).run(List.of()))
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void trialsThatHangTakeNoMorePlacesThanThereAre() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    Supplier<Trial> hanging =
        () -> {
          begun.incrementAndGet();
          await(over);
          return Trial.HOLDS;
        };
    var trials = new SecretTrials(Duration.ofMillis(20), 2, this::thread);

    for (int i = 0; i < 3; i++) {
      assertThat(trials.run(List.of(hanging, hanging))).isEqualTo(Outcome.UNKNOWN);
    }

    over.countDown();
    joinAll();
    assertThat(begun).hasValueLessThanOrEqualTo(2);
    assertThat(threads).hasSize(2);
  }

  @Test
  void aPlaceComesBackWhateverBecomesOfATrial() throws Exception {
    var trials = new SecretTrials(Duration.ofHours(1), 1, this::thread);
    Supplier<Trial> broken =
        () -> {
          throw new IllegalStateException("closed");
        };

    assertThat(trials.run(List.of(broken))).isEqualTo(Outcome.UNKNOWN);
    assertThat(trials.run(List.of(() -> Trial.FAILS))).isEqualTo(Outcome.FAILS);
    assertThat(trials.run(List.of(() -> Trial.HOLDS))).isEqualTo(Outcome.HOLDS);
    joinAll();
  }

  @Test
  void whoIsInterruptedKnowsNothingAndStaysInterrupted() {
    var trials = new SecretTrials(Duration.ofHours(1), 2, this::thread);
    Thread.currentThread().interrupt();

    Outcome outcome = trials.run(List.of(() -> Trial.HOLDS));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isEqualTo(Outcome.UNKNOWN);
  }

  private Thread thread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().unstarted(work);
    threads.add(thread);
    return thread;
  }

  private void joinAll() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // As a token's library, it heeds none.
      }
    }
  }
}
