package io.quantumvault.keys.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.kms.local.LocalWrapping;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsCredentialsProvider;

@Timeout(120)
class AwsClientsTest {
  @TempDir Path folder;
  private final AwsServer kmsServer = new AwsServer();
  private final AwsServer stsServer = new AwsServer();
  private AwsKmsSettings settings;

  @BeforeEach
  void write() throws IOException {
    kmsServer.createKeys();
    Path token = Files.writeString(folder.resolve("token"), "token-of-the-platform");
    settings =
        AwsAccess.settings(
            kmsServer,
            new AwsCredentials.WebIdentity("arn:aws:iam::111122223333:role/signer", token),
            AwsAccess.LIMIT);
  }

  @AfterEach
  void stop() {
    kmsServer.close();
    stsServer.close();
  }

  private AwsClients open() {
    return new AwsClients(settings, URI.create(stsServer.address()));
  }

  private static void list(AwsClients clients) {
    AwsCall.of(KeyName.CONTROL, "list", () -> clients.kms().listAliases());
  }

  @Test
  void aRoleIsTakenWithTheTokenOfThePlatform() {
    try (AwsClients clients = open()) {
      list(clients);
      assertThat(kmsServer.calls("ListAliases")).isEqualTo(1);
      assertThat(new String(stsServer.received(), StandardCharsets.US_ASCII))
          .contains("role%2Fsigner", "token-of-the-platform");
    }
  }

  @Test
  void closingClosesAllThatWasMadeAndNothingIsSentAfterwards() {
    AwsClients clients = open();
    assertThat(clients.owned())
        .hasAtLeastOneElementOfType(KmsClient.class)
        .hasAtLeastOneElementOfType(StsClient.class)
        .hasAtLeastOneElementOfType(StsCredentialsProvider.class)
        .filteredOn(SdkHttpClient.class::isInstance)
        .hasSize(2);

    clients.close();
    assertThat(clients.owned()).isEmpty();
    assertThatThrownBy(() -> list(clients)).isInstanceOf(KmsUnavailable.class);
    assertThat(kmsServer.requests() + stsServer.requests()).isZero();
    clients.close();
  }

  @Test
  void theKeyManagementClosesItsClients() {
    new LocalSecretFile(KeyName.CONTROL, 1).create(List.of(folder));
    AwsClients clients = open();
    new AwsKmsKeyManagement(clients, settings, LocalWrapping.open(folder), InstantSource.system())
        .close();
    assertThat(clients.owned()).isEmpty();
  }

  private Path credentialsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), AwsAccess.profile(AwsServer.ACCESS_KEY));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void theRotationClosesItsClients() throws IOException {
    AwsKmsKeyRotation rotation =
        AwsKmsKeyRotation.open(
            AwsAccess.settings(kmsServer, AwsAccess.file(credentialsFile()), AwsAccess.LIMIT));
    rotation.close();
    assertThatThrownBy(() -> rotation.versions(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
    assertThat(kmsServer.requests()).isZero();
  }

  @Test
  void aClosedCredentialsFileGivesNoAccessKeyAndNeverTellsIt() throws IOException {
    AwsCredentialsFile file = new AwsCredentialsFile(credentialsFile(), "default");
    assertThat(file.resolveCredentials().accessKeyId()).isEqualTo(AwsServer.ACCESS_KEY);
    assertThat(file).hasToString("[REDACTED]");
    file.close();
    assertThatThrownBy(file::resolveCredentials).isInstanceOf(KmsUnavailable.class);
  }
}
