package io.quantumvault.keys.kms.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.choice.KeyManagements;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.local.LocalSecretFile;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.kms.metered.KmsMetrics.Outcome;
import io.quantumvault.keys.kms.metered.KmsMetrics.Sum;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class TransitProviderTest {
  private static final Path KEYS = Path.of("keys");
  private static final Map<String, String> TRANSIT =
      Map.of(
          "provider", "transit",
          "transit.address", "https://vault.example:8200/",
          "transit.token-file", "/run/token");

  @TempDir Path folder;

  private static TransitProvider.ServerSettings of(Map<String, String> properties) {
    return (TransitProvider.ServerSettings) KmsSettings.of(properties::get, KEYS);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(TRANSIT);
    all.putAll(more);
    return all;
  }

  @Test
  void readsItsSettings() {
    TransitProvider.ServerSettings read =
        of(
            with(
                Map.of(
                    "transit.mount", "secret/transit",
                    "transit.key-prefix", "qv-",
                    "transit.ca-file", "/ca.pem",
                    "call-limit-ms", "700",
                    "limit-ms", "900",
                    "attempts", "2",
                    "first-pause-ms", "5",
                    "concurrency", "3")));
    assertThat(read.server().address()).isEqualTo(URI.create("https://vault.example:8200"));
    assertThat(read.server().mount()).isEqualTo("secret/transit");
    assertThat(read.server().keyPrefix()).isEqualTo("qv-");
    assertThat(read.server().tokenFile()).isEqualTo(Path.of("/run/token"));
    assertThat(read.server().caFile()).isEqualTo(Path.of("/ca.pem"));
    assertThat(read.server().callLimit()).isEqualTo(Duration.ofMillis(700));
    assertThat(read.keysDir()).isEqualTo(KEYS);
    assertThat(read.resilience())
        .contains(new Resilience(Duration.ofMillis(900), 2, Duration.ofMillis(5), 3));
    assertThat(of(TRANSIT).resilience()).contains(Resilience.USUAL);
  }

  @ParameterizedTest
  @CsvSource({
    "transit.address, transit.address, ''",
    "transit.address, transit.address, http://vault.example",
    "transit.address, transit.address, vault.example",
    "transit.token-file, transit.token-file, ''",
    "transit.*, transit.mount, ../sys",
    "transit.*, transit.key-prefix, a/b",
    "aws.region, aws.region, eu-central-1"
  })
  void aWrongSettingIsNamed(String named, String name, String value) {
    assertThatThrownBy(() -> of(with(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }

  @Test
  void isOpenedRetriedAndLimited() throws IOException {
    new LocalSecretFile(KeyName.CONTROL, 1).create(List.of(folder));
    Path token = folder.resolve("token");
    Files.writeString(token, "hvs.token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    // Bound and not listening: it refuses connections, and nobody else can get the port.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Map<String, String> properties =
          Map.of(
              "provider",
              "transit",
              "transit.address",
              "http://127.0.0.1:" + nobody.getLocalPort(),
              "transit.token-file",
              token.toString(),
              "first-pause-ms",
              "1");
      KmsMetrics metrics = new KmsMetrics();
      int before = SecretMemory.liveCount();
      try (OpenKeyManagement kms =
              KeyManagements.open(KmsSettings.of(properties::get, folder), metrics);
          SecretMemory key = SecretMemory.random(32)) {
        assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
            .isInstanceOf(KmsUnavailable.class);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
      assertThat(metrics.snapshot())
          .filteredOn(sum -> sum.count() > 0)
          .extracting(Sum::outcome)
          .containsExactly(Outcome.UNAVAILABLE);
    }
  }
}
