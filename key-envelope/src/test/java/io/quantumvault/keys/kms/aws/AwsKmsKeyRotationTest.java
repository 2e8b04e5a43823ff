package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AwsKmsKeyRotationTest extends AwsTestServer {
  private static final Instant MADE_AT = Instant.ofEpochSecond(1_700_000_000);

  @Test
  void anOldVersionOpensUntilItIsDestroyed() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings(LIMIT));
        AwsKmsKeyManagement kms =
            AwsKmsKeyManagement.open(settings(LIMIT), folder, InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      byte[] old = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);

      assertThat(rotation.rotate(KeyName.EXECUTION)).isEqualTo(new KeyVersion(2, MADE_AT));
      kms.refresh();
      byte[] fresh = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);
      assertThat(fresh).startsWith(4, 2);
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old).close();

      rotation.destroy(KeyName.EXECUTION, 1);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old))
          .isInstanceOf(KmsUnavailable.class);
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), fresh).close();
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(new KeyVersion(2, MADE_AT));
      rotation.destroy(KeyName.EXECUTION, 1);
    }
  }

  @Test
  void theNewestVersionIsNeverDestroyed() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings(LIMIT))) {
      for (int version : new int[] {-1, 0, 1, 2}) {
        assertThatThrownBy(() -> rotation.destroy(KeyName.CONTROL, version))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(server.calls("ScheduleKeyDeletion") + server.calls("DeleteAlias")).isZero();
    }
  }

  @Test
  void theNextVersionHasThePolicyOfTheNewest() {
    server.setPolicy("qv-webhook-v1", "{\"Statement\":\"of webhook\"}");
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings(LIMIT))) {
      rotation.rotate(KeyName.WEBHOOK);
      assertThat(server.policy("qv-webhook-v2")).isEqualTo("{\"Statement\":\"of webhook\"}");
    }
  }

  @Test
  void aKeyWhoseAliasFailsIsRemovedAgain() {
    long inUse = server.keysInUse();
    server.deny("CreateAlias");
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings(LIMIT))) {
      assertThatThrownBy(() -> rotation.rotate(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
      assertThat(server.calls("CreateKey")).isEqualTo(1);
      assertThat(server.keysInUse()).isEqualTo(inUse);
      assertThat(rotation.versions(KeyName.CONTROL)).hasSize(1);
    }
  }

  @Test
  void whatBrokeOffIsEndedByTheNextTry() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings(LIMIT))) {
      rotation.rotate(KeyName.CONTROL);
      server.setState("qv-control-v1", "PendingDeletion");
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(new KeyVersion(2, MADE_AT));

      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(server.calls("DeleteAlias")).isEqualTo(1);
    }
  }
}
