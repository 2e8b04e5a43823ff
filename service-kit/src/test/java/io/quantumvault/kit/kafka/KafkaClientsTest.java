package io.quantumvault.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.kit.password.PasswordFileRefused;
import io.quantumvault.kit.settings.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClientsTest {
  @TempDir Path dir;

  @Test
  void everyClientSignsInWithItsPasswordFile() throws Exception {
    var properties = KafkaClients.properties(settings("SASL_PLAINTEXT"));

    assertThat(properties)
        .containsEntry("bootstrap.servers", "127.0.0.1:1")
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("sasl.client.callback.handler.class", PasswordFileSignIn.class);
    assertThat(new AdminClientConfig(properties).getPassword("sasl.jaas.config").value())
        .contains("user=\"ingest-service\"");
  }

  @Test
  void noSettingHoldsThePassword() throws Exception {
    assertThat(KafkaClients.properties(settings("SASL_PLAINTEXT")).toString())
        .doesNotContain("the-password");
  }

  @Test
  void certificatesToTrustAreThoseOfTheFile() throws Exception {
    var plain = settings("SASL_PLAINTEXT");
    var properties =
        KafkaClients.properties(
            new KafkaSettings(
                plain.bootstrapServers(),
                plain.username(),
                plain.passwordFile(),
                "SASL_SSL",
                Path.of("/etc/ca.pem")));

    assertThat(properties)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", "/etc/ca.pem");
  }

  @Test
  void aBadPasswordFileStopsTheStartAndNotTheFirstConnection() throws Exception {
    var settings = settings("SASL_PLAINTEXT");
    Files.setPosixFilePermissions(
        settings.passwordFile(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> KafkaClients.properties(settings))
        .isInstanceOf(PasswordFileRefused.class);
  }

  private KafkaSettings settings(String protocol) throws IOException {
    var file =
        Files.createFile(
            dir.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "the-password\n");
    return new KafkaSettings("127.0.0.1:1", "ingest-service", file, protocol, null);
  }
}
