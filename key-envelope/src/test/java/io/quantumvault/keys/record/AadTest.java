package io.quantumvault.keys.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AadTest {
  private static final Properties GOLDEN = Golden.file("aad");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyLayoutIsTheGoldenOne(int type) {
    assertThat(Golden.aad(type).bytes()).isEqualTo(Golden.bytes(GOLDEN, String.valueOf(type)));
    assertThat(Golden.aad(type)).isEqualTo(Golden.aad(type));
  }

  @Test
  void everyRecordTypeHasAGoldenLayout() {
    assertThat(Aad.class.getPermittedSubclasses()).hasSize(GOLDEN.size());
  }

  @Test
  void theTotpSeedOfAnOwnerNamesTheOwner() {
    UUID id = Golden.id("totp");
    byte[] staff = Aad.totp(null, id).bytes();
    byte[] owner = Aad.totp(Golden.input("owner"), id).bytes();

    assertThat(staff).startsWith(2, 0, 0, 0, 7).hasSize(53);
    assertThat(java.util.Arrays.copyOfRange(owner, 5, 37)).isEqualTo(Golden.input("owner"));
    assertThat(java.util.Arrays.copyOfRange(staff, 5, 37)).containsOnly(0);
  }

  @Test
  void keysAndHashesOfAnotherSizeAreRefused() {
    byte[] good = new byte[32];
    UUID id = Golden.id("bot");
    assertThatThrownBy(() -> Aad.profile(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Aad.seed(good, new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Aad.grant(good, good, id, id, new byte[20], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
