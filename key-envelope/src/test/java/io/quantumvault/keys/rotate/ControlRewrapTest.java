package io.quantumvault.keys.rotate;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.ControlKeys;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKeyRotation;
import io.quantumvault.keys.kms.file.KeyPlace;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.Slot;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.keys.vault.UmkSlot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlRewrapTest {
  @TempDir Path folder;

  @Test
  void everythingMovesToTheNewestVersionSoThatTheOldOneCanBeDestroyed() {
    Owner owner = Golden.owner();
    Slot slot = new Slot(Golden.id("slot"), SlotKind.RECOVERY_CODE, 1, null);
    try (FileKeyManagement kms = ControlKeys.in(folder);
        SecretMemory umk = SecretMemory.random(32);
        SecretMemory code = SecretMemory.random(32);
        SecretMemory totp = SecretMemory.random(20);
        SecretMemory pseudonym = SecretMemory.random(32)) {
      UmkSlot sealed = UmkSlot.seal(kms, owner, slot, code, umk);
      List<ControlRewrap.Row> rows =
          List.of(
              new ControlRewrap.Row(
                  Aad.umkSlot(owner.publicKey(), slot.id(), 1), sealed.wrappedUmk()),
              new ControlRewrap.Row(Golden.aad(7), kms.wrap(KeyName.CONTROL, Golden.aad(7), totp)),
              new ControlRewrap.Row(
                  Golden.aad(8), kms.wrap(KeyName.CONTROL, Golden.aad(8), pseudonym)));
      FileKeyRotation rotation =
          new FileKeyRotation(Map.of(KeyName.CONTROL, new KeyPlace(folder, folder)));
      rotation.rotate(KeyName.CONTROL);
      kms.refresh();
      int before = SecretMemory.liveCount();

      List<byte[]> fresh = new ControlRewrap(kms, kms).rewrap(rows);

      assertThat(SecretMemory.liveCount()).isEqualTo(before);
      assertThat(ControlRewrap.inUse(rows.stream().map(ControlRewrap.Row::wrapped).toList()))
          .containsExactly(new WrappedKey.Header(Provider.FILE, 1));
      assertThat(ControlRewrap.inUse(fresh))
          .containsExactly(new WrappedKey.Header(Provider.FILE, 2));
      rotation.destroy(KeyName.CONTROL, 1);
      kms.refresh();
      UmkSlot moved = new UmkSlot(slot, fresh.get(0), sealed.checkValue());
      assertSecret(moved.open(kms, owner, code)).isEqualTo(hexOf(umk.copy()));
      assertSecret(kms.unwrap(KeyName.CONTROL, Golden.aad(7), fresh.get(1)))
          .isEqualTo(hexOf(totp.copy()));
      assertSecret(kms.unwrap(KeyName.CONTROL, Golden.aad(8), fresh.get(2)))
          .isEqualTo(hexOf(pseudonym.copy()));
      assertThatThrownBy(() -> sealed.open(kms, owner, code)).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void oneRowThatDoesNotOpenAndNothingIsMade() {
    try (FileKeyManagement kms = ControlKeys.in(folder);
        SecretMemory totp = SecretMemory.random(20)) {
      byte[] good = kms.wrap(KeyName.CONTROL, Golden.aad(7), totp);
      ControlRewrap rewrap = new ControlRewrap(kms, kms);
      int before = SecretMemory.liveCount();
      List<ControlRewrap.Row> bad = new ArrayList<>();
      ControlKeys.flipped(good).forEach(b -> bad.add(new ControlRewrap.Row(Golden.aad(7), b)));
      bad.add(new ControlRewrap.Row(Golden.aad(8), good));
      bad.add(new ControlRewrap.Row(Aad.totp(Golden.input("owner"), Golden.id("totp")), good));
      for (ControlRewrap.Row row : bad) {
        assertThatThrownBy(
                () -> rewrap.rewrap(List.of(new ControlRewrap.Row(Golden.aad(7), good), row)))
            .isInstanceOf(CryptoFailure.class);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void recordsThatControlDoesNotWrapAreRefused() {
    try (FileKeyManagement kms = ControlKeys.in(folder);
        SecretMemory key = SecretMemory.random(32)) {
      for (int type : new int[] {2, 3, 4, 5, 6, 9}) {
        byte[] wrapped = kms.wrap(KeyName.CONTROL, Golden.aad(type), key);
        assertThatThrownBy(() ->
                new ControlRewrap(kms, kms)
                    .rewrap(List.of(new ControlRewrap.Row(Golden.aad(type), wrapped))))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
