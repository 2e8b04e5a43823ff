package io.quantumvault.policy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final Backoff backoff = new Backoff(nanos::get);

  @Test
  void theFirstFailureWaitsForNothingAndEachFurtherOneTwiceAsLong() {
    assertThat(backoff.pause()).isZero();
    assertThat(backoff.pause()).isEqualTo(Backoff.FIRST);
    assertThat(backoff.pause()).isEqualTo(Backoff.FIRST.multipliedBy(2));
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.pause()).isLessThanOrEqualTo(Backoff.LONGEST);
    }
    assertThat(backoff.pause()).isEqualTo(Backoff.LONGEST);
  }

  @Test
  void aQuietMinuteForgets() {
    backoff.pause();
    backoff.pause();
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(backoff.pause()).isZero();
  }

  @Test
  void theLongestPauseIsNoQuietTime() {
    for (int i = 0; i < 20; i++) {
      backoff.pause();
    }
    nanos.addAndGet(Backoff.LONGEST.plusSeconds(45).toNanos());
    assertThat(backoff.pause()).isEqualTo(Backoff.LONGEST);
  }
}
