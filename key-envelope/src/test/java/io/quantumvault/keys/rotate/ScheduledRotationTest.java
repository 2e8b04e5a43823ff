package io.quantumvault.keys.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduledRotationTest {
  private static final Instant T = Instant.parse("2031-05-06T07:08:09Z");

  private final FakeRotation keys = new FakeRotation(T);
  private final ScheduledRotation rotation = new ScheduledRotation(keys, RotationPolicy.DAILY);

  @Test
  void aYearOfHourlyRunsKeepsTheNewestAndWhatGrantsMayNeed() {
    keys.versions.put(1, T);
    for (int hour = 0; hour < 365 * 24; hour++) {
      at(T.plus(Duration.ofHours(hour)));
      rotation.runOnce(keys.now);
      assertThat(keys.versions.size()).isLessThanOrEqualTo(4);
    }
    assertThat(keys.versions.lastKey()).isEqualTo(365);
    assertThat(keys.asked).containsOnly(KeyName.EXECUTION);
  }

  @Test
  void aLateRunMakesOneVersionAndLaterOnesDestroyTheOld() {
    keys.versions.put(1, T);
    at(T.plus(Duration.ofDays(10)));

    assertThat(rotation.runOnce(keys.now)).isEqualTo(made(2));
    assertThat(rotation.runOnce(keys.now)).isEqualTo(nothing());
    at(keys.now.plus(Duration.ofHours(24)));
    assertThat(rotation.runOnce(keys.now)).isEqualTo(made(3));
    at(keys.now.plus(Duration.ofHours(24)));
    assertThat(rotation.runOnce(keys.now)).isEqualTo(made(4));
    at(keys.now.plus(Duration.ofHours(2)));
    assertThat(rotation.runOnce(keys.now))
        .isEqualTo(new ScheduledRotation.Done(Optional.empty(), List.of(1), false));
    assertThat(rotation.runOnce(keys.now)).isEqualTo(nothing());
    assertThat(keys.versions).containsOnlyKeys(2, 3, 4);
  }

  @Test
  void rotatingOnRequestDestroysOnlyWhatIsUnneeded() {
    keys.versions.put(1, T);
    keys.versions.put(2, T.plus(Duration.ofHours(1)));
    keys.versions.put(3, T.plus(Duration.ofHours(20)));
    at(T.plus(Duration.ofHours(51)));

    assertThat(rotation.rotateNow(keys.now))
        .isEqualTo(
            new ScheduledRotation.Done(
                Optional.of(new KeyVersion(4, keys.now)), List.of(1), false));
  }

  @Test
  void aClockThatWentBackDestroysNothingEvenOnRequest() {
    keys.versions.put(1, T.minus(Duration.ofDays(9)));
    keys.versions.put(2, T.minus(Duration.ofDays(8)));
    keys.versions.put(3, T.plusSeconds(1));

    assertThat(rotation.runOnce(T))
        .isEqualTo(new ScheduledRotation.Done(Optional.empty(), List.of(), true));
    assertThat(rotation.rotateNow(T).destroyed()).isEmpty();
    assertThat(keys.versions).containsOnlyKeys(1, 2, 3, 4);
  }

  @Test
  void aClockBehindThatOfAnEarlierRunMakesNothing() {
    keys.versions.put(1, T.minus(Duration.ofDays(9)));
    keys.versions.put(2, T.minus(Duration.ofHours(1)));
    rotation.runOnce(T);
    keys.versions.put(2, T.minus(Duration.ofDays(3)));

    assertThat(rotation.runOnce(T.minusMillis(1)))
        .isEqualTo(new ScheduledRotation.Done(Optional.empty(), List.of(), true));
    assertThat(rotation.runOnce(T))
        .isEqualTo(
            new ScheduledRotation.Done(Optional.of(new KeyVersion(3, T)), List.of(1), false));
  }

  @Test
  void whereThereIsNoKeyNoneIsMade() {
    assertThat(rotation.runOnce(T)).isEqualTo(nothing());
    assertThat(keys.versions).isEmpty();
  }

  @Test
  void anOutageIsToldAndTheNextRunGoesOn() {
    keys.versions.put(1, T);
    at(T.plus(Duration.ofDays(2)));
    keys.away = true;
    assertThatThrownBy(() -> rotation.runOnce(keys.now)).isInstanceOf(KmsUnavailable.class);
    keys.away = false;

    assertThat(rotation.runOnce(keys.now)).isEqualTo(made(2));
  }

  private ScheduledRotation.Done made(int number) {
    return new ScheduledRotation.Done(
        Optional.of(new KeyVersion(number, keys.now)), List.of(), false);
  }

  private static ScheduledRotation.Done nothing() {
    return new ScheduledRotation.Done(Optional.empty(), List.of(), false);
  }

  private void at(Instant now) {
    keys.now = now;
  }
}
