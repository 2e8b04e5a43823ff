package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private long now = Long.MAX_VALUE - 5; // the real one may wrap, too
  private final Restarts restarts = new Restarts(() -> now);

  @Test
  void whoLivedIsStartedAgainAtOnceHoweverOften() {
    for (int kill = 0; kill < 20; kill++) {
      assertThat(endedAfter(Restarts.EARLY)).isZero();
    }
  }

  @Test
  void whoWasReadyIsStartedAgainAtOnceHoweverEarlyItDied() {
    for (int kill = 0; kill < 20; kill++) {
      restarts.started();
      restarts.ready();
      pass(Duration.ofSeconds(3));
      assertThat(restarts.ended("killed")).isZero();
    }
  }

  @Test
  void earlyDeathsInARowAreGivenPausesThatGrowToHalfAMinute() {
    List<Long> pauses = new ArrayList<>();
    for (int death = 0; death < 9; death++) {
      pauses.add(endedAfter(Restarts.EARLY.minusNanos(1)).toSeconds());
    }

    assertThat(pauses).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void theyNeverGrowBeyondThat() {
    IntStream.range(0, 10_000).forEach(death -> endedAfter(Duration.ZERO));

    assertThat(endedAfter(Duration.ZERO)).isEqualTo(Restarts.LONGEST_PAUSE);
  }

  @Test
  void oneThatLivesEndsTheRow() {
    IntStream.range(0, 5).forEach(death -> endedAfter(Duration.ZERO));

    assertThat(endedAfter(Restarts.EARLY)).isZero();
    assertThat(endedAfter(Duration.ZERO)).isZero();
    assertThat(endedAfter(Duration.ZERO)).isEqualTo(Restarts.FIRST_PAUSE);
  }

  @Test
  void oneThatGotReadyEndsTheRow() {
    IntStream.range(0, 5).forEach(death -> endedAfter(Duration.ZERO));
    restarts.started();
    restarts.ready();
    assertThat(restarts.ended("killed")).isZero();
    assertThat(endedAfter(Duration.ZERO)).as("the first of a new row").isZero();
  }

  @Test
  void havingBeenReadyIsOfOneRunOnly() {
    restarts.started();
    restarts.ready();
    restarts.started();

    assertThat(restarts.wasReady()).isFalse();
  }

  @Test
  void itTellsHowOftenAndWhy() {
    assertThat(restarts.told()).isEmpty();

    restarts.started();
    restarts.ended(Restarts.reason(137));
    assertThat(restarts.told()).isEqualTo("restarted once, last because it was killed by signal 9");

    restarts.started();
    restarts.ended(Restarts.reason(1));
    assertThat(restarts.told()).isEqualTo("restarted 2 times, last because it ended with code 1");
  }

  private Duration endedAfter(Duration lived) {
    restarts.started();
    pass(lived);
    return restarts.ended("any");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
