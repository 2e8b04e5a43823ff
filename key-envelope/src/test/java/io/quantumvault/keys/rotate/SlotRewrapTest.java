package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.ControlKeys;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.Slot;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.keys.vault.UmkSlot;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotRewrapTest {
  private static final Properties SLOTS = Golden.file("umk-slots");
  private static final Properties DERIVED = Golden.file("hierarchy");

  @TempDir Path folder;
  private final Owner owner = Golden.owner();

  @Test
  void aRewrappedSlotHoldsTheSameMasterKeyUnderTheNewSecretOnly() {
    UmkSlot old = golden("wallet");
    Slot slot = old.slot();
    Slot next = new Slot(slot.id(), slot.kind(), slot.version() + 1, Golden.input("policySha256"));
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory oldSecret = secret(goldenSecret("wallet"));
        SecretMemory newSecret = SecretMemory.random(64)) {
      UmkSlot fresh =
          new SlotRewrap(kms, kms).rewrap(owner, old, oldSecret, new NewSlot(next, newSecret));

      assertThat(fresh.slot()).isEqualTo(next);
      assertThat(fresh.checkValue()).hasSize(32).isNotEqualTo(old.checkValue());
      assertSecret(fresh.open(kms, owner, newSecret)).isEqualTo(SLOTS.getProperty("umk"));
      assertRefused(kms, owner, fresh, oldSecret);
      assertRefused(kms, owner, old, newSecret);
      assertRefused(kms, owner, new UmkSlot(next, old.wrappedUmk(), fresh.checkValue()), newSecret);
    }
  }

  @Test
  void aSlotThatDoesNotOpenIsNotRewrappedAndLeavesNothingOpen() {
    UmkSlot old = golden("recovery");
    Slot next = new Slot(UUID.randomUUID(), SlotKind.RECOVERY_CODE, 1, null);
    Owner stranger = new Owner(Golden.input("agent"), owner.salt());
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("recovery"));
        SecretMemory wrong = SecretMemory.random(32);
        SecretMemory newSecret = SecretMemory.random(32)) {
      NewSlot fresh = new NewSlot(next, newSecret);
      int before = SecretMemory.liveCount();
      assertThatThrownBy(() -> new SlotRewrap(kms, kms).rewrap(owner, old, wrong, fresh))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> new SlotRewrap(kms, kms).rewrap(stranger, old, secret, fresh))
          .isInstanceOf(CryptoFailure.class);
      for (byte[] changed : ControlKeys.flipped(old.wrappedUmk())) {
        UmkSlot damaged = new UmkSlot(old.slot(), changed, old.checkValue());
        assertThatThrownBy(() -> new SlotRewrap(kms, kms).rewrap(owner, damaged, secret, fresh))
            .isInstanceOf(CryptoFailure.class);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void aVersionOfASlotIsNotUsedTwice() {
    UmkSlot old = golden("recovery");
    try (FileKeyManagement kms = ControlKeys.golden(folder);
        SecretMemory secret = secret(goldenSecret("recovery"))) {
      for (int version : new int[] {old.slot().version(), old.slot().version() - 1}) {
        Slot again = new Slot(old.slot().id(), SlotKind.RECOVERY_CODE, version, null);
        assertThatThrownBy(() ->
                new SlotRewrap(kms, kms).rewrap(owner, old, secret, new NewSlot(again, secret)))
            .isInstanceOf(IllegalArgumentException.class);
      }
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
