package io.quantumvault.keys.vault;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.ControlKeys;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UmkSlotTest {
  private static final Properties SLOTS = Golden.file("umk-slots");
  private static final Properties DERIVED = Golden.file("hierarchy");

  @TempDir Path folder;
  private final Owner owner = Golden.owner();

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "recovery"})
  void goldenSlotsOpenAndNoFlippedBitDoes(String golden) {
    UmkSlot slot = golden(golden);
    byte[] wrapped = slot.wrappedUmk();
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret(golden))) {
      assertSecret(slot.open(kms, owner, secret)).isEqualTo(SLOTS.getProperty("umk"));
      int before = SecretMemory.liveCount();
      for (byte[] changed : ControlKeys.flipped(wrapped)) {
        assertRefused(kms, owner, new UmkSlot(slot.slot(), changed, slot.checkValue()), secret);
      }
      for (byte[] changed : ControlKeys.flipped(slot.checkValue())) {
        assertRefused(kms, owner, new UmkSlot(slot.slot(), wrapped, changed), secret);
      }
      for (int size = 0; size < wrapped.length; size++) {
        byte[] shorter = Arrays.copyOf(wrapped, size);
        assertRefused(kms, owner, new UmkSlot(slot.slot(), shorter, slot.checkValue()), secret);
      }
      for (int size = 0; size < slot.checkValue().length; size++) {
        byte[] shorter = Arrays.copyOf(slot.checkValue(), size);
        assertRefused(kms, owner, new UmkSlot(slot.slot(), wrapped, shorter), secret);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "recovery"})
  void anotherSecretIsToldFromADamagedRecord(String golden) {
    UmkSlot slot = golden(golden);
    byte[] wrapped = slot.wrappedUmk().clone();
    wrapped[wrapped.length - 1] ^= 1;
    UmkSlot damaged = new UmkSlot(slot.slot(), wrapped, slot.checkValue());
    try (SecretMemory secret = secret(goldenSecret(golden));
        SecretMemory other = SecretMemory.random(secret.size())) {
      assertThat(damaged.isMadeWith(owner, secret)).isTrue();
      assertThat(damaged.isMadeWith(owner, other)).isFalse();
      Owner stranger = new Owner(Golden.input("agent"), owner.salt());
      assertThat(damaged.isMadeWith(stranger, secret)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "recovery"})
  void noFlippedBitOfTheSecretOpensAGoldenSlot(String golden) {
    UmkSlot slot = golden(golden);
    try (FileKeyManagement kms = ControlKeys.golden(folder)) {
      for (byte[] changed : ControlKeys.flipped(goldenSecret(golden))) {
        try (SecretMemory wrong = secret(changed)) {
          assertRefused(kms, owner, slot, wrong);
        }
      }
    }
  }

  /** With a check value that fits, so that it is the sealing that refuses. */
  @Test
  void aSlotMovedAnywhereElseDoesNotOpen() {
    Slot at = golden("wallet").slot();
    byte[] hash = at.keyMessageSha256();
    byte[] wrapped = golden("wallet").wrappedUmk();
    byte[] other = Golden.input("agent");
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("wallet"))) {
      assertMovedRefused(kms, new Owner(other, owner.salt()), at, wrapped, secret);
      assertMovedRefused(kms, new Owner(owner.publicKey(), other), at, wrapped, secret);
      for (Slot moved :
          new Slot[] {
            new Slot(Golden.id("bot"), at.kind(), at.version(), hash),
            new Slot(at.id(), SlotKind.PASSKEY_PRF, at.version(), hash),
            new Slot(at.id(), at.kind(), at.version() + 1, hash),
            new Slot(at.id(), at.kind(), at.version(), other),
            new Slot(at.id(), at.kind(), at.version(), null)
          }) {
        assertMovedRefused(kms, owner, moved, wrapped, secret);
      }
    }
  }

  private static void assertMovedRefused(
      KeyManagement kms, Owner who, Slot slot, byte[] wrapped, SecretMemory secret) {
    byte[] fitting = Hierarchy.slotCheck(who, slot, secret);
    assertRefused(kms, who, new UmkSlot(slot, wrapped, fitting), secret);
  }

  @Test
  void theInnerRecordAloneOrTheOuterLayerAloneIsNoSlot() {
    UmkSlot slot = golden("wallet");
    byte[] inner = Golden.bytes(SLOTS, "wallet.inner");
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("wallet"));
        SecretMemory umk = secret(Golden.bytes(SLOTS, "umk"))) {
      assertRefused(kms, owner, new UmkSlot(slot.slot(), inner, slot.checkValue()), secret);
      byte[] bare =
          kms.wrap(
              KeyName.CONTROL,
              Aad.umkSlot(owner.publicKey(), slot.slot().id(), slot.slot().version()),
              umk);
      assertRefused(kms, owner, new UmkSlot(slot.slot(), bare, slot.checkValue()), secret);
    }
  }

  @Test
  void sealingTwiceGivesDifferentBytes() {
    try (FileKeyManagement kms = ControlKeys.in(folder);
        SecretMemory umk = UmkSlot.newUmk();
        SecretMemory secret = SecretMemory.random(32)) {
      Slot slot = new Slot(UUID.randomUUID(), SlotKind.PASSKEY_PRF, 1, null);
      UmkSlot one = UmkSlot.seal(kms, owner, slot, secret, umk);
      UmkSlot two = UmkSlot.seal(kms, owner, slot, secret, umk);

      assertThat(one.wrappedUmk()).isNotEqualTo(two.wrappedUmk());
      assertSecret(one.open(kms, owner, secret)).isEqualTo(hexOf(umk.copy()));
    }
  }

  private static UmkSlot golden(String golden) {
    SlotKind kind = golden.equals("wallet") ? SlotKind.WALLET_SIGNATURE : SlotKind.RECOVERY_CODE;
    byte[] hash = golden.equals("wallet") ? Golden.bytes(DERIVED, "kSha256") : null;
    return new UmkSlot(
        new Slot(Golden.id("slot"), kind, Golden.slotVersion(), hash),
        Golden.bytes(SLOTS, golden + ".wrapped"),
        Golden.bytes(SLOTS, golden + ".check"));
  }

  private static byte[] goldenSecret(String golden) {
    return Golden.bytes(DERIVED, golden.equals("wallet") ? "signature" : "recoveryCode");
  }

  private static void assertRefused(
      KeyManagement kms, Owner who, UmkSlot slot, SecretMemory secret) {
    assertThatThrownBy(() -> slot.open(kms, who, secret).close()).isInstanceOf(CryptoFailure.class);
  }
}
