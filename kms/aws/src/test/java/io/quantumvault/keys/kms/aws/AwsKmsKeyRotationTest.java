package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AwsKmsKeyRotationTest {
  private static final Instant MADE_AT = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path folder;
  private final AwsServer server = new AwsServer();
  private AwsKmsSettings settings;

  @BeforeEach
  void startedServer() throws IOException {
    server.createKeys();
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(folder));
    Path file = Files.writeString(folder.resolve("file"), AwsAccess.profile(AwsServer.ACCESS_KEY));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    settings = AwsAccess.settings(server, AwsAccess.file(file), AwsAccess.LIMIT);
  }

  @AfterEach
  void stoppedServer() {
    server.close();
  }

  private static KeyVersion version(int number) {
    return new KeyVersion(number, MADE_AT);
  }

  @Test
  void anOldVersionOpensUntilItIsDestroyed() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings);
        AwsKmsKeyManagement kms =
            AwsKmsKeyManagement.open(settings, folder, InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      byte[] old = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);

      assertThat(rotation.rotate(KeyName.EXECUTION)).isEqualTo(version(2));
      kms.refresh();
      byte[] fresh = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);
      assertThat(fresh).startsWith(4, 2);
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old).close();

      rotation.destroy(KeyName.EXECUTION, 1);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old))
          .isInstanceOf(KmsUnavailable.class);
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), fresh).close();
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(version(2));
      rotation.destroy(KeyName.EXECUTION, 1);
    }
  }

  @Test
  void theNewestVersionIsNeverDestroyed() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
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
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.WEBHOOK);
      assertThat(server.policy("qv-webhook-v2")).isEqualTo("{\"Statement\":\"of webhook\"}");
    }
  }

  @Test
  void aKeyWhoseAliasFailsIsRemovedAgain() {
    long inUse = server.keysInUse();
    server.deny("CreateAlias");
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      assertThatThrownBy(() -> rotation.rotate(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
      assertThat(server.calls("CreateKey")).isEqualTo(1);
      assertThat(server.keysInUse()).isEqualTo(inUse);
      assertThat(rotation.versions(KeyName.CONTROL)).hasSize(1);
    }
  }

  @Test
  void whatBrokeOffIsEndedByTheNextTry() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      server.setState("qv-control-v1", "PendingDeletion");
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(2));

      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(server.calls("DeleteAlias")).isEqualTo(1);
    }
  }

  /** Destroying the last version that still wraps would leave none. */
  @Test
  void aHigherVersionThatIsPendingDeletionIsNotTheNewest() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      rotation.rotate(KeyName.CONTROL);
      server.setState("qv-control-v3", "PendingDeletion");

      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(1), version(2));
      assertThatThrownBy(() -> rotation.destroy(KeyName.CONTROL, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("newest");
      assertThat(server.calls("ScheduleKeyDeletion")).isZero();
      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(2));
    }
  }

  @Test
  void theNumberOfAHighestVersionThatIsPendingDeletionIsNotUsedAgain() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      server.setPolicy("qv-control-v1", "{\"Statement\":\"of v1\"}");
      server.setPolicy("qv-control-v2", "{\"Statement\":\"of v2\"}");
      server.setState("qv-control-v2", "PendingDeletion");
      rotation.destroy(KeyName.CONTROL, 2);

      assertThat(rotation.rotate(KeyName.CONTROL)).isEqualTo(version(3));
      assertThat(server.policy("qv-control-v3")).isEqualTo("{\"Statement\":\"of v1\"}");
      rotation.destroy(KeyName.CONTROL, 2);
      assertThat(server.aliases()).doesNotContain("alias/qv-control-v2");
    }
  }

  @Test
  void whenNoVersionIsUsableTheNextStillHasAPolicyOfOurs() {
    server.setPolicy("qv-control-v1", "{\"Statement\":\"of v1\"}");
    server.setState("qv-control-v1", "PendingDeletion");
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      assertThat(rotation.versions(KeyName.CONTROL)).isEmpty();
      rotation.rotate(KeyName.CONTROL);
      assertThat(server.policy("qv-control-v2")).isEqualTo("{\"Statement\":\"of v1\"}");
    }
  }

  @Test
  void aKeyThatGoesAfterItWasListedIsDestroyedAlready() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      server.before("DescribeKey", () -> server.forgetKey("qv-control-v1"));
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(2));
      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(server.aliases()).doesNotContain("alias/qv-control-v1");
    }
  }

  @Test
  void aKeyThatGoesBeforeItsDeletionIsScheduledIsDestroyedAlready() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      server.before("ScheduleKeyDeletion", () -> server.forgetKey("qv-control-v1"));
      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(2));
    }
  }

  @Test
  void anAliasThatGoesBeforeItIsDeletedIsDeletedAlready() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      rotation.rotate(KeyName.CONTROL);
      server.before("DeleteAlias", () -> server.deleteAlias("qv-control-v1"));
      rotation.destroy(KeyName.CONTROL, 1);
      assertThat(server.calls("ScheduleKeyDeletion")).isEqualTo(1);
    }
  }

  @Test
  void aRotationThatAnotherOvertookSaysSoAndLeavesNoKey() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      server.before("CreateAlias", () -> server.createKey("qv-control-v2"));
      assertThatThrownBy(() -> rotation.rotate(KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("somebody else");
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(1), version(2));
      assertThat(server.calls("ScheduleKeyDeletion")).isEqualTo(1);
    }
  }

  /** The alias was made and only the answer was not understood. */
  @Test
  void aVersionWhoseAliasIsThereAfterAllIsKept() {
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      server.loseAnswer("CreateAlias");
      assertThatThrownBy(() -> rotation.rotate(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
      assertThat(server.calls("ScheduleKeyDeletion")).isZero();
      assertThat(rotation.versions(KeyName.CONTROL)).containsExactly(version(1), version(2));
    }
  }

  /** How one finds it is in the runbook: by its description. */
  @Test
  void aKeyThatCannotBeRemovedAgainKeepsItsDescription() {
    server.deny("CreateAlias");
    server.deny("ScheduleKeyDeletion");
    try (AwsKmsKeyRotation rotation = AwsKmsKeyRotation.open(settings)) {
      assertThatThrownBy(() -> rotation.rotate(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
      assertThat(server.descriptionsWithoutAlias()).containsExactly("QuantumVault control v2");
    }
  }
}
