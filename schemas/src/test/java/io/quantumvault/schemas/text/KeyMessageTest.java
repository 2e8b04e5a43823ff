package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyMessageTest {
  private static final UUID SLOT = UUID.fromString("0190a0b0-0000-7000-8000-0000000000bb");

  @Test
  void versionOneIsFrozen() {
    byte[] salt = new byte[32];
    salt[31] = 1;
    assertThat(new String(KeyMessage.render(1, "vault.example", "OwnerAddress", SLOT, salt), UTF_8))
        .isEqualTo(
            "QuantumVault key message, version 1.\n\n"
                + "Signing this text makes a key to your vault. Sign it only on the site named below: whoever gets this"
                + " signature from you anywhere else can use it against you.\n\n"
                + "Site: vault.example\nWallet: OwnerAddress\nSlot: 0190a0b0-0000-7000-8000-0000000000bb\n"
                + "Salt: 0000000000000000000000000000000000000000000000000000000000000001");
  }

  @Test
  void neverParsesAsASignIn() {
    String text =
        new String(
            KeyMessage.render(1, "vault.example", "OwnerAddress", SLOT, new byte[32]), UTF_8);
    assertThat(SiwsMessage.parse(text)).isEmpty();
  }

  @Test
  void refusesAnUnknownVersion() {
    assertThatThrownBy(
            () -> KeyMessage.render(2, "vault.example", "OwnerAddress", SLOT, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
