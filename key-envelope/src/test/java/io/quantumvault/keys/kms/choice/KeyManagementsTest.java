package io.quantumvault.keys.kms.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.kms.metered.KmsMetrics.Outcome;
import io.quantumvault.keys.kms.resilient.RefreshingKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeyManagementsTest {
  @TempDir Path folder;
  private final KmsMetrics metrics = new KmsMetrics();

  @Test
  void opensTheFolderMetered() {
    FileKmsKeys.create(KeyName.CONTROL, 1, folder, folder);
    try (OpenKeyManagement kms =
            KeyManagements.open(KmsSettings.of(name -> null, folder), metrics);
        SecretMemory key = SecretMemory.random(32)) {
      assertThat(kms).isInstanceOf(RefreshingKeyManagement.class);
      kms.unwrap(KeyName.CONTROL, Golden.aad(7), kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .close();
    }
    assertThat(metrics.snapshot())
        .filteredOn(sum -> sum.outcome() == Outcome.OK && sum.count() == 1 && sum.nanos() > 0)
        .hasSize(2);
  }
}
