package io.quantumvault.schemas.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void newIdsCarryTheirTimeAndVersion() {
    UUID id = Ids.newId(0x0123_4567_89ABL);
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(0x0123_4567_89ABL);
    assertThat(Ids.newId(1)).isNotEqualTo(Ids.newId(1));
  }

  @Test
  void anIntentIdIsAFunctionOfItsSignal() {
    UUID signal = UUID.fromString("00000000-0000-0000-0000-000000000000");
    // SHA-256 of "intent" and sixteen zero bytes, computed with another tool.
    assertThat(Ids.intentId(signal))
        .isEqualTo(UUID.fromString("b1c5f8e1-562a-f51c-17fa-3eed8a2c5faf"));
    assertThat(Ids.flattenIntentId(signal, signal, "SOL-PERP", 1))
        .isNotEqualTo(Ids.flattenIntentId(signal, signal, "SOL-PERP", 2));
  }

  @Test
  void everyPartAndAttemptHasAnIdOfItsOwn() {
    var signal = java.util.UUID.fromString("0190a0b0-0000-7000-8000-0000000000aa");
    assertThat(Ids.intentId(signal, 0, 0)).isEqualTo(Ids.intentId(signal));
    var ids = new java.util.HashSet<java.util.UUID>();
    for (int part = 0; part < 3; part++) {
      for (int attempt = 0; attempt < 6; attempt++) {
        ids.add(Ids.intentId(signal, part, attempt));
      }
    }
    assertThat(ids).hasSize(18);
    assertThat(Ids.protectionIntentId(signal, "SOL-PERP", 7))
        .isNotEqualTo(Ids.protectionIntentId(signal, "SOL-PERP", 8))
        .isNotEqualTo(Ids.protectionIntentId(signal, "BTC-PERP", 7));
  }

  @Test
  void bytesAndBack() {
    UUID id = Ids.newId();
    assertThat(Ids.fromBytes(Ids.bytes(id))).isEqualTo(id);
  }

  @Test
  void onlyTheOneFormOfThirtyTwoBytesIsAnAddress() {
    assertThat(Base58.isAddress("11111111111111111111111111111111")).isTrue();
    assertThat(Base58.isAddress("dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH")).isTrue();
    assertThat(Base58.isAddress("1111111111111111111111111111111")).isFalse();
    assertThat(Base58.isAddress("0OIl")).isFalse();
    assertThat(Base58.isAddress("")).isFalse();
  }
}
