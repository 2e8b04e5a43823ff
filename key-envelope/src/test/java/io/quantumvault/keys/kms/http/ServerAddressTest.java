package io.quantumvault.keys.kms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://vault.example:8200",
        "https://vault.example/",
        "http://127.0.0.1:8200",
        "http://127.9.9.9",
        "http://localhost:1/",
        "HTTP://LOCALHOST",
        "http://[::1]:8200"
      })
  void takesHttpsAndThisMachine(String address) {
    assertThat(ServerAddress.of(address).toString()).isEqualTo(address.replaceAll("/$", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vault.example",
        "vault.example:8200",
        "ftp://127.0.0.1",
        "http://vault.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "http://[::2]",
        "https://",
        "https://user:secret@vault.example",
        "http://localhost:secret@vault.example",
        "https://vault.example?secret",
        "https://vault.example#secret",
        "https://vault example/secret"
      })
  void refusesTheRestWithoutRepeatingIt(String address) {
    assertThatThrownBy(() -> ServerAddress.of(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
