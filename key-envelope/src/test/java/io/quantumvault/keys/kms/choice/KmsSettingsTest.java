package io.quantumvault.keys.kms.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsSettingsTest {
  private static final Path KEYS = Path.of("keys");

  /** A provider whose jar is there. */
  private record Token(Optional<Resilience> resilience) implements KmsSettings {
    @Override
    public Optional<KeyRotation> openRotation() {
      return Optional.empty();
    }

    @Override
    public OpenKeyManagement open() {
      throw new UnsupportedOperationException();
    }
  }

  private static final KmsProvider TOKEN_PROVIDER =
      new KmsProvider() {
        @Override
        public Provider provider() {
          return Provider.PKCS11;
        }

        @Override
        public Set<String> settings() {
          return Set.of("pkcs11.library", "pkcs11.pin-file");
        }

        @Override
        public KmsSettings read(KmsProperties properties, Path keysDir) {
          properties.path("pkcs11.library");
          return new Token(Optional.of(properties.resilience()));
        }
      };

  private static KmsSettings of(Map<String, String> properties) {
    return new ProvidersOnClassPath(List.of(TOKEN_PROVIDER))
        .choose(new KmsProperties(properties::get), KEYS);
  }

  @Test
  void nothingSaidIsTheFolder() {
    KmsSettings folder = KmsSettings.of(name -> null, KEYS);
    assertThat(folder.resilience()).isEmpty();
    assertThat(folder.refreshEvery()).isEqualTo(KmsSettings.REFRESH_EVERY);
    assertThat(folder).isEqualTo(KmsSettings.of(Map.of("provider", " file ")::get, KEYS));
  }

  @Test
  void limitsAreReadAndHaveUsualValues() {
    Map<String, String> token = Map.of("provider", "pkcs11", "pkcs11.library", "/lib.so");
    assertThat(of(token).resilience()).contains(Resilience.USUAL);
    Map<String, String> limited = new HashMap<>(token);
    limited.putAll(
        Map.of("limit-ms", "900", "attempts", "2", "first-pause-ms", "5", "concurrency", "3"));
    assertThat(of(limited).resilience())
        .contains(new Resilience(Duration.ofMillis(900), 2, Duration.ofMillis(5), 3));
  }

  @ParameterizedTest
  @CsvSource({
    "provider, vault",
    "pkcs11.library, ''",
    "limit-ms, 0",
    "limit-ms, soon",
    "attempts, many",
    "transit.address, https://vault.example"
  })
  void aWrongSettingIsNamed(String named, String value) {
    Map<String, String> wrong =
        new HashMap<>(Map.of("provider", "pkcs11", "pkcs11.library", "/lib.so"));
    wrong.put(named, value);
    assertThatThrownBy(() -> of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }

  @ParameterizedTest
  @CsvSource({"pkcs11, kms-pkcs11", "transit, kms-transit", "aws-kms, kms-aws"})
  void aProviderThatIsNotOnTheClassPathIsToldWithItsJar(String provider, String jar) {
    assertThatThrownBy(() -> KmsSettings.of(Map.of("provider", provider)::get, KEYS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "key management setting provider is %s, but %s is not on the class path: add the jars of its folder, %s of the distribution",
            provider, jar, jar.replace('-', '/'));
  }

  /** A service that was meant to use a server must not fall back to files in silence. */
  @ParameterizedTest
  @CsvSource({
    "transit.address, transit",
    "aws.region, aws-kms",
    "pkcs11.library, pkcs11",
  })
  void settingsOfAProviderThatWasNotChosenAreRefusedEvenWithoutItsJar(
      String name, String provider) {
    assertThatThrownBy(() -> KmsSettings.of(Map.of(name, "x")::get, KEYS))
        .hasMessage(
            "key management setting %s is for the provider %s, but provider is file",
            name, provider);
  }

  @Test
  void everySettingOfAnotherProviderIsRefusedWhereItsJarIsThere() {
    assertThatThrownBy(() -> of(Map.of("pkcs11.pin-file", "/pin")))
        .hasMessageContaining("pkcs11.pin-file is for the provider pkcs11, but provider is file");
  }
}
