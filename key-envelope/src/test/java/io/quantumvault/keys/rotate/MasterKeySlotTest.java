package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.hierarchy.SlotKind;
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

class MasterKeySlotTest {
  private static final Properties SLOTS = Golden.file("umk-slots");
  private static final Properties DERIVED = Golden.file("hierarchy");

  @TempDir Path folder;
  private final Owner owner = Golden.owner();

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "recovery"})
  void goldenSlotsOpenAndNoFlippedBitDoes(String golden) {
    SealedSlot slot = golden(golden);
    byte[] wrapped = slot.wrappedUmk();
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret(golden))) {
      assertSecret(MasterKeySlot.open(kms, owner, slot, secret))
          .isEqualTo(SLOTS.getProperty("umk"));
      int before = SecretMemory.liveCount();
      for (byte[] changed : ControlKeys.flipped(wrapped)) {
        assertRefused(kms, owner, new SealedSlot(slot.slot(), changed, slot.checkValue()), secret);
      }
      for (byte[] changed : ControlKeys.flipped(slot.checkValue())) {
        assertRefused(kms, owner, new SealedSlot(slot.slot(), wrapped, changed), secret);
      }
      for (int size = 0; size < wrapped.length; size++) {
        byte[] shorter = Arrays.copyOf(wrapped, size);
        assertRefused(kms, owner, new SealedSlot(slot.slot(), shorter, slot.checkValue()), secret);
      }
      for (int size = 0; size < slot.checkValue().length; size++) {
        byte[] shorter = Arrays.copyOf(slot.checkValue(), size);
        assertRefused(kms, owner, new SealedSlot(slot.slot(), wrapped, shorter), secret);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet", "recovery"})
  void noFlippedBitOfTheSecretOpensAGoldenSlot(String golden) {
    SealedSlot slot = golden(golden);
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
    byte[] fitting =
        Hierarchy.slotCheck(
            who, slot.kind(), slot.id(), slot.version(), slot.keyMessageSha256(), secret);
    assertRefused(kms, who, new SealedSlot(slot, wrapped, fitting), secret);
  }

  @Test
  void theInnerRecordAloneOrTheOuterLayerAloneIsNoSlot() {
    SealedSlot slot = golden("wallet");
    byte[] inner = Golden.bytes(SLOTS, "wallet.inner");
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("wallet"));
        SecretMemory umk = secret(Golden.bytes(SLOTS, "umk"))) {
      assertRefused(kms, owner, new SealedSlot(slot.slot(), inner, slot.checkValue()), secret);
      byte[] bare =
          kms.wrap(
              KeyName.CONTROL,
              Aad.umkSlot(owner.publicKey(), slot.slot().id(), slot.slot().version()),
              umk);
      assertRefused(kms, owner, new SealedSlot(slot.slot(), bare, slot.checkValue()), secret);
    }
  }

  @Test
  void aRewrappedSlotHoldsTheSameMasterKeyUnderTheNewSecretOnly() {
    SealedSlot old = golden("wallet");
    Slot slot = old.slot();
    Slot next = new Slot(slot.id(), slot.kind(), slot.version() + 1, Golden.input("policySha256"));
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory oldSecret = secret(goldenSecret("wallet"));
        SecretMemory newSecret = SecretMemory.random(64)) {
      SealedSlot fresh =
          MasterKeySlot.rewrap(kms, kms, owner, old, oldSecret, new NewSlot(next, newSecret));

      assertThat(fresh.slot()).isEqualTo(next);
      assertThat(fresh.checkValue()).hasSize(32).isNotEqualTo(old.checkValue());
      assertSecret(MasterKeySlot.open(kms, owner, fresh, newSecret))
          .isEqualTo(SLOTS.getProperty("umk"));
      assertRefused(kms, owner, fresh, oldSecret);
      assertRefused(kms, owner, old, newSecret);
      assertRefused(
          kms, owner, new SealedSlot(next, old.wrappedUmk(), fresh.checkValue()), newSecret);
    }
  }

  @Test
  void aSlotThatDoesNotOpenIsNotRewrappedAndLeavesNothingOpen() {
    SealedSlot old = golden("recovery");
    Slot next = new Slot(UUID.randomUUID(), SlotKind.RECOVERY_CODE, 1, null);
    Owner stranger = new Owner(Golden.input("agent"), owner.salt());
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("recovery"));
        SecretMemory wrong = SecretMemory.random(32);
        SecretMemory newSecret = SecretMemory.random(32)) {
      NewSlot fresh = new NewSlot(next, newSecret);
      int before = SecretMemory.liveCount();
      assertThatThrownBy(() -> MasterKeySlot.rewrap(kms, kms, owner, old, wrong, fresh))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> MasterKeySlot.rewrap(kms, kms, stranger, old, secret, fresh))
          .isInstanceOf(CryptoFailure.class);
      for (byte[] changed : ControlKeys.flipped(old.wrappedUmk())) {
        SealedSlot damaged = new SealedSlot(old.slot(), changed, old.checkValue());
        assertThatThrownBy(() -> MasterKeySlot.rewrap(kms, kms, owner, damaged, secret, fresh))
            .isInstanceOf(CryptoFailure.class);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void aVersionOfASlotIsNotUsedTwice() {
    SealedSlot old = golden("recovery");
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("recovery"))) {
      for (int version : new int[] {old.slot().version(), old.slot().version() - 1}) {
        Slot again = new Slot(old.slot().id(), SlotKind.RECOVERY_CODE, version, null);
        assertThatThrownBy(() ->
                MasterKeySlot.rewrap(kms, kms, owner, old, secret, new NewSlot(again, secret)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void sealingTwiceGivesDifferentBytes() {
    try (FileKeyManagement kms = ControlKeys.in(folder);
        SecretMemory umk = Hierarchy.newUmk();
        SecretMemory secret = SecretMemory.random(32)) {
      NewSlot slot =
          new NewSlot(new Slot(UUID.randomUUID(), SlotKind.PASSKEY_PRF, 1, null), secret);
      SealedSlot one = MasterKeySlot.seal(kms, owner, slot, umk);
      SealedSlot two = MasterKeySlot.seal(kms, owner, slot, umk);

      assertThat(one.wrappedUmk()).isNotEqualTo(two.wrappedUmk());
      assertSecret(MasterKeySlot.open(kms, owner, one, secret)).isEqualTo(hexOf(umk.copy()));
    }
  }

  private static SealedSlot golden(String golden) {
    SlotKind kind = golden.equals("wallet") ? SlotKind.WALLET_SIGNATURE : SlotKind.RECOVERY_CODE;
    byte[] hash = golden.equals("wallet") ? Golden.bytes(DERIVED, "kSha256") : null;
    return new SealedSlot(
        new Slot(Golden.id("slot"), kind, Golden.slotVersion(), hash),
        Golden.bytes(SLOTS, golden + ".wrapped"),
        Golden.bytes(SLOTS, golden + ".check"));
  }

  private static byte[] goldenSecret(String golden) {
    return Golden.bytes(DERIVED, golden.equals("wallet") ? "signature" : "recoveryCode");
  }

  private static void assertRefused(
      KeyManagement kms, Owner who, SealedSlot slot, SecretMemory secret) {
    assertThatThrownBy(() -> MasterKeySlot.open(kms, who, slot, secret).close())
        .isInstanceOf(CryptoFailure.class);
  }
}
