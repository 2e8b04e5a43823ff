package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.rotate.RotationPolicy.DAILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.rotate.RotationPolicy.Decision;
import io.quantumvault.keys.rotate.RotationPolicy.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotationPolicyTest {
  private static final Instant T = Instant.parse("2031-05-06T07:08:09Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @Test
  void aVersionIsFollowedByAnotherWhenThePeriodIsOver() {
    List<KeyVersion> one = List.of(version(1, T));

    assertThat(DAILY.decide(one, T.plus(HOUR.multipliedBy(24)).minus(MOMENT)))
        .isEqualTo(new Decision.Nothing(Why.NOT_DUE));
    assertThat(DAILY.decide(one, T.plus(HOUR.multipliedBy(24)))).isEqualTo(new Decision.Rotate());
    assertThat(DAILY.every(HOUR).decide(one, T.plus(HOUR))).isEqualTo(new Decision.Rotate());
  }

  @Test
  void aVersionIsDestroyedWhenItsSuccessorIsOlderThanGrantExitsAndMarginTogether() {
    RotationPolicy slow = DAILY.every(Duration.ofDays(30));
    List<KeyVersion> two = List.of(version(1, T.minus(HOUR.multipliedBy(300))), version(2, T));
    Instant needed = T.plus(HOUR.multipliedBy(49));

    assertThat(slow.neededUntil(two, 1)).contains(needed);
    assertThat(slow.neededUntil(two, 2)).isEmpty();
    assertThat(slow.decide(two, needed)).isEqualTo(new Decision.Nothing(Why.NOT_DUE));
    assertThat(slow.decide(two, needed.plus(MOMENT))).isEqualTo(new Decision.Destroy(List.of(1)));
  }

  @Test
  void theNewestVersionIsNeverDestroyedAndTheFirstNeverMade() {
    RotationPolicy slow = DAILY.every(Duration.ofDays(100_000));

    assertThat(slow.decide(List.of(version(7, T)), T.plus(Duration.ofDays(9_999))))
        .isEqualTo(new Decision.Nothing(Why.NOT_DUE));
    assertThat(DAILY.decide(List.of(), T)).isEqualTo(new Decision.Nothing(Why.NO_VERSION));
  }

  @Test
  void aVersionOfTheFutureDecidesNothing() {
    RotationPolicy slow = DAILY.every(Duration.ofDays(30));
    Instant late = T.plus(Duration.ofDays(9));
    List<KeyVersion> versions =
        List.of(version(1, T), version(2, T.plus(HOUR)), version(3, late.plus(MOMENT)));

    for (RotationPolicy policy : List.of(slow, DAILY)) {
      assertThat(policy.decide(versions, late)).isEqualTo(new Decision.Nothing(Why.CLOCK_DOUBTFUL));
      assertThat(policy.decideDestruction(versions, late))
          .isEqualTo(new Decision.Nothing(Why.CLOCK_DOUBTFUL));
    }
  }

  /**
   * As after copying the files of the lower version later, or a clock that was set back between.
   */
  @Test
  void whereTimesDoNotRiseWithTheNumbersTheLaterCounts() {
    RotationPolicy slow = DAILY.every(Duration.ofDays(30));
    List<KeyVersion> versions = List.of(version(1, T), version(2, T.minus(HOUR.multipliedBy(90))));

    assertThat(slow.neededUntil(versions, 1)).contains(T.plus(HOUR.multipliedBy(49)));
    assertThat(slow.decide(versions, T.plus(HOUR))).isEqualTo(new Decision.Nothing(Why.NOT_DUE));
  }

  @Test
  void emptyDurationsAreRefused() {
    assertThatThrownBy(() -> DAILY.every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RotationPolicy(HOUR, HOUR, HOUR.negated()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * A system that rotates when told, at random moments, sometimes not running for days, its clock
   * set back now and then; grants of random length wrapped all the while under a version that was
   * the newest at most a margin ago. No grant may outlive its version.
   */
  @Test
  void noVersionIsDestroyedUnderWhichAGrantMayStillLive() {
    Random random = TestSecrets.random(RotationPolicyTest.class);
    for (int run = 0; run < 200; run++) {
      RotationPolicy policy =
          new RotationPolicy(
              minutes(random, 2 * 24 * 60), minutes(random, 24 * 60), minutes(random, 120));
      FakeRotation keys = new FakeRotation(T);
      keys.versions.put(1, T);
      ScheduledRotation rotation = new ScheduledRotation(keys, policy);
      List<Grant> grants = new ArrayList<>();
      Instant lastTold = T;
      int destroyed = 0;
      for (int step = 0; step < 150; step++) {
        keys.now = keys.now.plus(minutes(random, random.nextInt(12) == 0 ? 5000 : 200));
        Instant now = keys.now;
        grants.add(grant(keys, policy, random));
        // The clock may be wrong for one run: set back to before the last one.
        Instant told = random.nextInt(5) == 0 ? lastTold.minus(minutes(random, 4000)) : now;
        lastTold = told.isAfter(lastTold) ? told : lastTold;
        keys.now = told;
        destroyed += rotation.runOnce(told).destroyed().size();
        keys.now = now;
        for (Grant grant : grants) {
          assertThat(keys.versions.containsKey(grant.version) || now.isAfter(grant.expiresAt))
              .as("run %d step %d: %s at %s of %s", run, step, grant, now, keys.versions)
              .isTrue();
        }
      }
      assertThat(destroyed).isPositive();
    }
  }

  private record Grant(int version, Instant expiresAt) {}

  /** Under the newest version, or an older one whose successor is younger than the margin. */
  private static Grant grant(FakeRotation keys, RotationPolicy policy, Random random) {
    int version = keys.versions.lastKey();
    for (int older : keys.versions.descendingKeySet()) {
      Integer successor = keys.versions.higherKey(older);
      if (successor != null) {
        Instant since = Objects.requireNonNull(keys.versions.get(successor));
        if (since.plus(policy.margin()).isBefore(keys.now) || random.nextBoolean()) {
          break;
        }
        version = older;
      }
    }
    long most = policy.longestGrant().toMinutes();
    return new Grant(version, keys.now.plus(minutes(random, (int) most)));
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    Random random = TestSecrets.random(RotationPolicyTest.class);
    for (int run = 0; run < 500; run++) {
      List<KeyVersion> versions = new ArrayList<>();
      for (int number = 1; number <= 1 + random.nextInt(6); number++) {
        versions.add(version(number, T.plus(minutes(random, 6000))));
      }
      Instant now = T.plus(minutes(random, 9000));
      Decision decision = DAILY.decide(versions, now);
      Collections.shuffle(versions, random);
      assertThat(DAILY.decide(versions, now)).isEqualTo(decision);
    }
  }

  private static Duration minutes(Random random, int most) {
    return Duration.ofMinutes(1 + random.nextInt(most));
  }

  private static KeyVersion version(int number, Instant at) {
    return new KeyVersion(number, at);
  }
}
