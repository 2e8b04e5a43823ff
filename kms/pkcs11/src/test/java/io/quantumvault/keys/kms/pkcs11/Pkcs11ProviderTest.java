package io.quantumvault.keys.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11ProviderTest {
  private static final Map<String, String> TOKEN =
      Map.of(
          "provider", "pkcs11",
          "pkcs11.library", "/lib.so",
          "pkcs11.token-label", "qv",
          "pkcs11.pin-file", "/pin");

  private static KmsSettings of(Map<String, String> properties) {
    return KmsSettings.of(properties::get, Path.of("keys"));
  }

  @Test
  void readsItsSettings() {
    assertThat(of(TOKEN))
        .isEqualTo(
            new Pkcs11Provider.TokenSettings(
                new Pkcs11Settings(Path.of("/lib.so"), "qv", Path.of("/pin")),
                Optional.of(Resilience.USUAL)));
  }

  @ParameterizedTest
  @CsvSource({
    "pkcs11.library, pkcs11.library, ''",
    "pkcs11.*, pkcs11.library, lib.so",
    "pkcs11.token-label, pkcs11.token-label, ''",
    "pkcs11.pin-file, pkcs11.pin-file, ''",
    "provider, provider, hsm"
  })
  void aWrongSettingIsNamed(String named, String name, String value) {
    Map<String, String> wrong = new HashMap<>(TOKEN);
    wrong.put(name, value);
    assertThatThrownBy(() -> of(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key management setting " + named + " ");
  }
}
