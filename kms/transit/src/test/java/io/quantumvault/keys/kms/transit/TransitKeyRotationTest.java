package io.quantumvault.keys.kms.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsServer.Answer;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TransitKeyRotationTest {
  @TempDir Path folder;
  private final TransitServer server = new TransitServer();
  private TransitSettings settings;

  @BeforeEach
  void startedServer() throws IOException {
    server.createKey("execution");
    new LocalSecretFile(KeyName.EXECUTION, 1).create(List.of(folder));
    Path token = folder.resolve("token");
    Files.writeString(token, "hvs.first");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    Duration limit = Duration.ofSeconds(20);
    settings =
        new TransitSettings(URI.create(server.address()), "transit", "", token, null, limit, limit);
  }

  @AfterEach
  void stoppedServer() {
    server.close();
  }

  private static KeyVersion version(int number) {
    return new KeyVersion(number, Instant.ofEpochSecond(1_700_000_000 + number));
  }

  @Test
  void anOldVersionOpensUntilItIsDestroyed() {
    try (TransitKeyRotation rotation = TransitKeyRotation.open(settings);
        TransitKeyManagement kms = TransitKeyManagement.open(settings, folder);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] old = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);

      assertThat(rotation.rotate(KeyName.EXECUTION)).isEqualTo(version(2));
      byte[] fresh = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);
      assertThat(fresh).startsWith(3, 2);
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(version(1), version(2));
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old).close();

      rotation.destroy(KeyName.EXECUTION, 1);
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, Golden.aad(5), old))
          .isInstanceOf(CryptoFailure.class);
      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), fresh).close();
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(version(2));
      rotation.destroy(KeyName.EXECUTION, 1);
    }
  }

  @Test
  void neitherTheNewestNorOneWithAnOlderBesideItIsDestroyed() {
    try (TransitKeyRotation rotation = TransitKeyRotation.open(settings)) {
      rotation.rotate(KeyName.EXECUTION);
      rotation.rotate(KeyName.EXECUTION);
      for (int version : new int[] {-1, 0, 2, 3, 4}) {
        assertThatThrownBy(() -> rotation.destroy(KeyName.EXECUTION, version))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(rotation.versions(KeyName.EXECUTION)).hasSize(3);

      rotation.destroy(KeyName.EXECUTION, 1);
      rotation.destroy(KeyName.EXECUTION, 2);
      assertThat(rotation.versions(KeyName.EXECUTION)).containsExactly(version(3));
    }
  }

  @Test
  void aTryThatBrokeOffBeforeTrimmingIsEndedByTheNext() {
    try (TransitKeyRotation rotation = TransitKeyRotation.open(settings)) {
      rotation.rotate(KeyName.EXECUTION);
      server.deny("keys/execution/trim");
      assertThatThrownBy(() -> rotation.destroy(KeyName.EXECUTION, 1))
          .isInstanceOf(KmsUnavailable.class);
      assertThat(server.isThere("execution", 1)).isTrue();

      server.allow("keys/execution/trim");
      rotation.destroy(KeyName.EXECUTION, 1);
      assertThat(server.isThere("execution", 1)).isFalse();
    }
  }

  @Test
  void whatIsNotThereOrNotUnderstoodIsUnavailable() {
    try (TransitKeyRotation rotation = TransitKeyRotation.open(settings)) {
      assertThatThrownBy(() -> rotation.versions(KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class);
      for (String keys : List.of("{}", "{\"x\":1}", "{\"1\":-1}", "{\"1\":\"now\"}", "7")) {
        server.sayNext(new Answer(200, "{\"data\":{\"keys\":" + keys + "}}"));
        assertThatThrownBy(() -> rotation.versions(KeyName.EXECUTION))
            .isInstanceOf(KmsUnavailable.class);
      }
    }
  }
}
