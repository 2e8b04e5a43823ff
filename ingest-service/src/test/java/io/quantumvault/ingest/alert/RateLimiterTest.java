package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final UUID WEBHOOK = new UUID(0, 1);

  private long now = -5;
  private final RateLimiter limiter = new RateLimiter(() -> now);

  @Test
  void refusesOverTheMinuteAndSaysWhenItEnds() {
    assertThat(use(2, 100)).isTrue();
    advance(Duration.ofSeconds(20));
    assertThat(use(2, 100)).isTrue();

    assertThat(limiter.use(WEBHOOK, 2, 100))
        .isEqualTo(new RateLimiter.Permit.Refused(Duration.ofSeconds(40)));

    advance(Duration.ofSeconds(40));
    assertThat(use(2, 100)).isTrue();
    assertThat(use(2, 100)).isFalse();
  }

  @Test
  void refusesOverTheHour() {
    for (int i = 0; i < 3; i++) {
      assertThat(use(2, 3)).isTrue();
      advance(Duration.ofMinutes(1));
    }
    assertThat(use(2, 3)).isFalse();
    advance(Duration.ofMinutes(57));
    assertThat(use(2, 3)).isTrue();
  }

  @Test
  void webhooksDoNotShareTheirLimits() {
    assertThat(use(1, 1)).isTrue();
    assertThat(limiter.use(new UUID(0, 2), 1, 1)).isInstanceOf(RateLimiter.Permit.Granted.class);
  }

  @Test
  void webhooksThatAreUsedNoMoreAreForgotten() {
    for (int i = 0; i < 500; i++) {
      limiter.use(new UUID(1, i), 1, 1);
    }
    advance(Duration.ofHours(1));
    for (int i = 0; i < 500; i++) {
      use(1000, 1000);
    }
    assertThat(limiter.tracked()).isEqualTo(1);
    assertThat(use(500, 1000)).as("those in use are not").isFalse();
  }

  @Test
  void noWindowEverHoldsMoreThanItsLimit() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Long> granted = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      advance(Duration.ofMillis(random.nextInt(9_000)));
      if (use(5, 60)) {
        granted.add(now);
      }
      long minuteAgo = now - Duration.ofMinutes(1).toNanos();
      long hourAgo = now - Duration.ofHours(1).toNanos();
      assertThat(granted.stream().filter(t -> t > minuteAgo).count()).isLessThanOrEqualTo(5);
      granted.removeIf(t -> t <= hourAgo);
      assertThat(granted).hasSizeLessThanOrEqualTo(60);
    }
  }

  private boolean use(int perMinute, int perHour) {
    return limiter.use(WEBHOOK, perMinute, perHour) instanceof RateLimiter.Permit.Granted;
  }

  private void advance(Duration by) {
    now += by.toNanos();
  }
}
