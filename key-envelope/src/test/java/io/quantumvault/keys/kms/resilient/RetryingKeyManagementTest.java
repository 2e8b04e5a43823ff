package io.quantumvault.keys.kms.resilient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.ScriptedKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryingKeyManagementTest {
  private static final Resilience FIVE =
      new Resilience(Duration.ofSeconds(10), 5, Duration.ofMillis(100), 1);
  private static final Random RANDOM = TestSecrets.random(RetryingKeyManagementTest.class);

  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  private RetryingKeyManagement retrying(ScriptedKeyManagement kms, Resilience resilience) {
    return new RetryingKeyManagement(
        kms,
        resilience,
        () -> now,
        RANDOM,
        pause -> {
          pauses.add(pause);
          now = now.plus(pause);
        });
  }

  private static KmsUnavailable gone() {
    return new KmsUnavailable("gone");
  }

  private static SecretMemory unwrap(RetryingKeyManagement kms) {
    return kms.unwrap(KeyName.EXECUTION, Golden.aad(5), new byte[1]);
  }

  @Test
  void asksAgainAfterJitteredPausesThatDouble() {
    ScriptedKeyManagement kms = new ScriptedKeyManagement(gone(), gone(), gone(), gone());
    try (SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = retrying(kms, FIVE).wrap(KeyName.EXECUTION, Golden.aad(5), key);
      assertThat(wrapped).containsExactly(32);
    }
    assertThat(kms.calls()).isEqualTo(5);
    for (int i = 0; i < 4; i++) {
      Duration longest = Duration.ofMillis(100L << i);
      assertThat(pauses.get(i)).isBetween(longest.dividedBy(2), longest);
    }
  }

  @Test
  void endsAfterTheLastAttempt() {
    ScriptedKeyManagement kms =
        new ScriptedKeyManagement(gone(), gone(), gone(), gone(), gone(), gone());
    assertThatThrownBy(() -> unwrap(retrying(kms, FIVE))).isInstanceOf(KmsUnavailable.class);
    assertThat(kms.calls()).isEqualTo(5);
  }

  @Test
  void startsNoAttemptAfterTheLimitForAllOfThem() {
    ScriptedKeyManagement kms = new ScriptedKeyManagement(gone(), gone(), gone(), gone());
    Resilience tight = new Resilience(Duration.ofMillis(200), 100, Duration.ofMillis(100), 1);
    assertThatThrownBy(() -> unwrap(retrying(kms, tight))).isInstanceOf(KmsUnavailable.class);
    assertThat(kms.calls()).isBetween(2, 3);
    assertThat(Duration.between(Instant.EPOCH, now)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void aCryptographicFailureIsFinal() {
    ScriptedKeyManagement kms = new ScriptedKeyManagement(new CryptoFailure());
    assertThatThrownBy(() -> unwrap(retrying(kms, FIVE))).isInstanceOf(CryptoFailure.class);
    assertThat(kms.calls()).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anInterruptEndsThePause() {
    ScriptedKeyManagement kms = new ScriptedKeyManagement(gone());
    RetryingKeyManagement retrying =
        new RetryingKeyManagement(
            kms,
            FIVE,
            () -> now,
            RANDOM,
            pause -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> unwrap(retrying)).isInstanceOf(KmsUnavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kms.calls()).isEqualTo(1);
  }

  @Test
  void passesOnRefreshAndClose() {
    ScriptedKeyManagement kms = new ScriptedKeyManagement();
    RetryingKeyManagement retrying = retrying(kms, FIVE);
    retrying.refresh();
    retrying.close();
    assertThat(kms.refreshes()).isEqualTo(1);
    assertThat(kms.isClosed()).isTrue();
  }
}
