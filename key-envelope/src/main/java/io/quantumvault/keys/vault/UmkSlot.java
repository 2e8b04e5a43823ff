package io.quantumvault.keys.vault;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import java.security.MessageDigest;

/**
 * The master key (UMK) in a slot, as it is stored: sealed under the slot key (record type 1), then
 * wrapped by the KMS name {@code control}, both bound to owner, slot and slot version. So a phished
 * slot secret with a stolen database opens nothing.
 *
 * @param checkValue 32 bytes that tell another secret from a damaged record
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to or from the database
public record UmkSlot(Slot slot, byte[] wrappedUmk, byte[] checkValue) {
  /** A new master key: 32 random bytes, made once per owner. */
  public static SecretMemory newUmk() {
    return SecretMemory.random(32);
  }

  /** Seals the master key into a new slot; key memory stays the caller's. */
  public static UmkSlot seal(
      KeyWrapping control, Owner owner, Slot slot, SecretMemory secret, SecretMemory umk) {
    Aad context = context(owner, slot);
    try (SecretMemory key = Hierarchy.slotKey(owner, slot, secret);
        SecretMemory inner = SecretMemory.takeOwnershipOf(SealedRecord.seal(key, context, umk))) {
      return new UmkSlot(
          slot,
          control.wrap(KeyName.CONTROL, context, inner),
          Hierarchy.slotCheck(owner, slot, secret));
    }
  }

  /**
   * Whether the secret is the one that the slot was made with. When it is not, the wallet signs
   * differently than it did, or the slot is another owner's; when it is and {@link #open} fails,
   * the record was damaged.
   */
  public boolean isMadeWith(Owner owner, SecretMemory secret) {
    return MessageDigest.isEqual(Hierarchy.slotCheck(owner, slot, secret), checkValue);
  }

  /**
   * Opens the master key, the caller's to close.
   *
   * @throws CryptoFailure when the secret is not the slot's, the slot is another owner's, or any
   *     bit of it was changed
   */
  public SecretMemory open(KeyUnwrapping control, Owner owner, SecretMemory secret) {
    if (!isMadeWith(owner, secret)) {
      throw new CryptoFailure();
    }
    Aad context = context(owner, slot);
    try (SecretMemory key = Hierarchy.slotKey(owner, slot, secret);
        SecretMemory inner = control.unwrap(KeyName.CONTROL, context, wrappedUmk)) {
      return SealedRecord.open(key, context, inner);
    }
  }

  private static Aad context(Owner owner, Slot slot) {
    return Aad.umkSlot(owner.publicKey(), slot.id(), slot.version());
  }
}
