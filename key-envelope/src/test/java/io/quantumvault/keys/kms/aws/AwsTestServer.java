package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with one version of each key, and what a service needs to ask it. */
@Timeout(120)
abstract class AwsTestServer {
  static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  final AwsServer server = new AwsServer();
  Path credentialsFile;
  private int before;

  @BeforeEach
  void startedServer() throws IOException {
    for (KeyName name : KeyName.values()) {
      server.createKey("qv-" + name.text() + "-v1");
      new LocalSecretFile(name, 1).create(List.of(folder));
    }
    server.createKey("aws/ebs");
    server.createKey("qv-execution-vault");
    credentialsFile = folder.resolve("credentials");
    Files.writeString(
        credentialsFile,
        "[default]\naws_access_key_id=%s\naws_secret_access_key=nobodys-key\n"
            .formatted(AwsServer.ACCESS_KEY));
    Files.setPosixFilePermissions(credentialsFile, PosixFilePermissions.fromString("rw-------"));
    before = SecretMemory.liveCount();
  }

  @AfterEach
  void nothingStaysOpen() {
    server.close();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  AwsKmsSettings settings(Duration callLimit) {
    return new AwsKmsSettings(
        "eu-central-1",
        "qv-",
        URI.create(server.address()),
        new AwsCredentials.CredentialsFile(credentialsFile, "default"),
        LIMIT,
        callLimit,
        Duration.ofMinutes(1));
  }
}
