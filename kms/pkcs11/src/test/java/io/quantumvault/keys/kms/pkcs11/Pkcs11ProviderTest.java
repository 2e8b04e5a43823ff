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

  private static final Pkcs11Settings SIGNERS =
      new Pkcs11Settings(Path.of("/lib.so"), "qv", Path.of("/pin"));

  private static KmsSettings of(Map<String, String> properties) {
    return KmsSettings.of(properties::get, Path.of("keys"));
  }

  @Test
  void readsItsSettings() {
    assertThat(of(TOKEN))
        .isEqualTo(
            new Pkcs11Provider.TokenSettings(
                SIGNERS, Optional.empty(), Optional.of(Resilience.USUAL)));
    Map<String, String> two = new HashMap<>(TOKEN);
    two.put("pkcs11.wrapping-token-label", "cp");
    two.put("pkcs11.wrapping-pin-file", "/pin-cp");
    assertThat(((Pkcs11Provider.TokenSettings) of(two)).wrapping())
        .contains(new Pkcs11Settings(Path.of("/lib.so"), "cp", Path.of("/pin-cp")));
    Map<String, String> one = new HashMap<>(TOKEN);
    one.put("pkcs11.wrapping-token-label", "qv");
    assertThat(((Pkcs11Provider.TokenSettings) of(one)).wrapping()).contains(SIGNERS);
  }

  /**
   * Versions that the wrapping service never gets would let the old ones be destroyed too early.
   */
  @Test
  void rotationWantsToKnowTheTokenOfTheServiceThatWraps() {
    assertThatThrownBy(() -> of(TOKEN).openRotation())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "key management setting pkcs11.wrapping-token-label is missing: rotation puts");
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
