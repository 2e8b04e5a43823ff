package io.quantumvault.keys.kms.metered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.ScriptedKeyManagement;
import io.quantumvault.keys.kms.metered.KmsMetrics.Operation;
import io.quantumvault.keys.kms.metered.KmsMetrics.Outcome;
import io.quantumvault.keys.kms.metered.KmsMetrics.Sum;
import io.quantumvault.keys.memory.SecretMemory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KmsMetricsTest {
  private final KmsMetrics metrics = new KmsMetrics();

  @Test
  void countsAndTimesEveryOutcomeByKeyAndOperation() {
    AtomicLong clock = new AtomicLong();
    ScriptedKeyManagement kms =
        new ScriptedKeyManagement(
            null,
            new CryptoFailure(),
            new KmsUnavailable("gone"),
            new IllegalStateException(),
            null);
    MeteredKeyManagement metered = new MeteredKeyManagement(kms, metrics, () -> clock.getAndAdd(7));

    try (SecretMemory key = SecretMemory.random(32)) {
      metered.wrap(KeyName.CONTROL, Golden.aad(7), key);
      assertThatThrownBy(() -> metered.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .isInstanceOf(CryptoFailure.class);
    }
    assertThatThrownBy(() -> metered.unwrap(KeyName.EXECUTION, Golden.aad(5), new byte[1]))
        .isInstanceOf(KmsUnavailable.class);
    assertThatThrownBy(() -> metered.unwrap(KeyName.EXECUTION, Golden.aad(5), new byte[1]))
        .isInstanceOf(IllegalStateException.class);
    metered.unwrap(KeyName.EXECUTION, Golden.aad(5), new byte[1]).close();

    assertThat(metrics.snapshot())
        .hasSize(3 * 2 * 3)
        .filteredOn(sum -> sum.count() > 0)
        .containsExactlyInAnyOrder(
            new Sum(KeyName.CONTROL, Operation.WRAP, Outcome.OK, 1, 7),
            new Sum(KeyName.CONTROL, Operation.WRAP, Outcome.CRYPTO_FAILURE, 1, 7),
            new Sum(KeyName.EXECUTION, Operation.UNWRAP, Outcome.UNAVAILABLE, 2, 14),
            new Sum(KeyName.EXECUTION, Operation.UNWRAP, Outcome.OK, 1, 7));
    assertThat(Outcome.CRYPTO_FAILURE.text()).isEqualTo("crypto_failure");
    assertThat(Operation.UNWRAP.text()).isEqualTo("unwrap");
  }
}
