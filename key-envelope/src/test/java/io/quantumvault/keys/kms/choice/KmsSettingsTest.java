package io.quantumvault.keys.kms.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.aws.AwsCredentials;
import io.quantumvault.keys.kms.pkcs11.Pkcs11Settings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsSettingsTest {
  private static final Path KEYS = Path.of("keys");
  private static final Map<String, String> TRANSIT =
      Map.of(
          "provider", "transit",
          "transit.address", "https://vault.example:8200/",
          "transit.token-file", "/run/token");
  private static final Map<String, String> AWS =
      Map.of(
          "provider", "aws-kms",
          "aws.region", "eu-central-1",
          "aws.credentials", "instance");

  private static KmsSettings of(Map<String, String> properties) {
    return KmsSettings.of(properties::get, KEYS);
  }

  private static Map<String, String> with(Map<String, String> properties, String... pairs) {
    Map<String, String> all = new HashMap<>(properties);
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }

  @Test
  void nothingSaidIsTheFolder() {
    assertThat(of(Map.of())).isEqualTo(new KmsSettings.FileFolder(KEYS));
    assertThat(of(Map.of("provider", " file "))).isEqualTo(new KmsSettings.FileFolder(KEYS));
  }

  @Test
  void readsTransit() {
    KmsSettings.Transit read =
        (KmsSettings.Transit)
            of(
                with(
                    TRANSIT,
                    "transit.mount",
                    "secret/transit",
                    "transit.key-prefix",
                    "qv-",
                    "transit.ca-file",
                    "/ca.pem",
                    "call-limit-ms",
                    "700",
                    "limit-ms",
                    "900",
                    "attempts",
                    "2",
                    "first-pause-ms",
                    "5",
                    "concurrency",
                    "3"));
    assertThat(read.server().address()).isEqualTo(URI.create("https://vault.example:8200"));
    assertThat(read.server().mount()).isEqualTo("secret/transit");
    assertThat(read.server().keyPrefix()).isEqualTo("qv-");
    assertThat(read.server().tokenFile()).isEqualTo(Path.of("/run/token"));
    assertThat(read.server().caFile()).isEqualTo(Path.of("/ca.pem"));
    assertThat(read.server().callLimit()).isEqualTo(Duration.ofMillis(700));
    assertThat(read.keysDir()).isEqualTo(KEYS);
    assertThat(read.resilience())
        .isEqualTo(new Resilience(Duration.ofMillis(900), 2, Duration.ofMillis(5), 3));
    assertThat(((KmsSettings.Transit) of(TRANSIT)).resilience()).isEqualTo(Resilience.USUAL);
  }

  @Test
  void readsAws() {
    KmsSettings.AwsKms read = (KmsSettings.AwsKms) of(AWS);
    assertThat(read.server().region()).isEqualTo("eu-central-1");
    assertThat(read.server().endpoint()).isNull();
    assertThat(read.server().aliasPrefix()).isEqualTo("quantumvault-");
    assertThat(read.server().credentials()).isEqualTo(new AwsCredentials.InstanceProfile());
    assertThat(credentials("container")).isEqualTo(new AwsCredentials.Container());
    assertThat(credentials("file", "aws.credentials-file", "/c"))
        .isEqualTo(new AwsCredentials.CredentialsFile(Path.of("/c"), "default"));
    assertThat(
            credentials("web-identity", "aws.role-arn", "arn", "aws.web-identity-token-file", "/t"))
        .isEqualTo(new AwsCredentials.WebIdentity("arn", Path.of("/t")));
  }

  private static AwsCredentials credentials(String kind, String... pairs) {
    KmsSettings read = of(with(with(AWS, "aws.credentials", kind), pairs));
    return ((KmsSettings.AwsKms) read).server().credentials();
  }

  @Test
  void readsPkcs11() {
    assertThat(
            of(
                Map.of(
                    "provider", "pkcs11",
                    "pkcs11.library", "/lib.so",
                    "pkcs11.token-label", "qv",
                    "pkcs11.pin-file", "/pin")))
        .isEqualTo(
            new KmsSettings.Pkcs11(
                new Pkcs11Settings(Path.of("/lib.so"), "qv", Path.of("/pin")), Resilience.USUAL));
  }

  @ParameterizedTest
  @CsvSource({
    "provider, vault, ,",
    "transit.address, '', ,",
    "transit.address, http://vault.example, ,",
    "transit.address, vault.example, ,",
    "transit.token-file, '', ,",
    "transit.*, x, transit.mount, ../sys",
    "transit.*, x, transit.key-prefix, a/b",
    "limit-ms, 0, ,",
    "limit-ms, soon, ,",
    "attempts, many, ,",
    "aws.region, eu-central-1, ,",
    "pkcs11.library, /lib.so, ,"
  })
  void aWrongSettingIsNamed(String named, String value, String name, String other) {
    Map<String, String> wrong =
        name == null ? with(TRANSIT, named, value) : with(TRANSIT, name, other);
    assertThatThrownBy(() -> of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "aws.region, '', ,",
    "aws.credentials, '', ,",
    "aws.credentials, environment, ,",
    "aws.role-arn, '', aws.credentials, web-identity",
    "aws.credentials-file, '', aws.credentials, file",
    "aws.endpoint, http://kms.example, ,",
    "aws.*, x, aws.region, http://x",
    "aws.*, x, aws.alias-prefix, aws/x",
    "transit.address, https://vault.example, ,"
  })
  void aWrongSettingOfAwsIsNamed(String named, String value, String name, String other) {
    Map<String, String> wrong = named.endsWith("*") ? AWS : with(AWS, named, value);
    Map<String, String> all = name == null ? wrong : with(wrong, name, other);
    assertThatThrownBy(() -> of(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }

  /** A service that was meant to use a server must not fall back to files in silence. */
  @Test
  void settingsOfAProviderThatWasNotChosenAreRefused() {
    assertThatThrownBy(() -> of(Map.of("transit.address", "https://vault.example")))
        .hasMessageContaining("is for the provider transit, but provider is file");
  }
}
