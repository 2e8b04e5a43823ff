package io.quantumvault.keys.rotate;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import java.security.MessageDigest;

/**
 * The master key (UMK) in a slot: sealed under the slot key, then wrapped by the KMS name {@code
 * control}, both bound to owner, slot and slot version.
 */
public final class MasterKeySlot {
  private MasterKeySlot() {}

  /** Seals the master key into a new slot; key memory stays the caller's. */
  public static SealedSlot seal(KeyWrapping control, Owner owner, NewSlot fresh, SecretMemory umk) {
    Slot slot = fresh.slot();
    Aad context = context(owner, slot);
    try (SecretMemory key = slotKey(owner, slot, fresh.secret());
        SecretMemory inner = SecretMemory.takeOwnershipOf(SealedRecord.seal(key, context, umk))) {
      return new SealedSlot(
          slot,
          control.wrap(KeyName.CONTROL, context, inner),
          slotCheck(owner, slot, fresh.secret()));
    }
  }

  /**
   * Opens the master key, the caller's to close.
   *
   * @throws CryptoFailure when the secret is not the slot's, the slot is another owner's, or any
   *     bit of it was changed
   */
  public static SecretMemory open(
      KeyUnwrapping control, Owner owner, SealedSlot sealed, SecretMemory secret) {
    Slot slot = sealed.slot();
    if (!MessageDigest.isEqual(slotCheck(owner, slot, secret), sealed.checkValue())) {
      throw new CryptoFailure();
    }
    Aad context = context(owner, slot);
    try (SecretMemory key = slotKey(owner, slot, secret);
        SecretMemory inner = control.unwrap(KeyName.CONTROL, context, sealed.wrappedUmk())) {
      return SealedRecord.open(key, context, inner);
    }
  }

  /**
   * Replaces a slot's secret, salt or version: the same master key, opened under the old slot and
   * sealed under the new. The stored slot is to be replaced by the returned one in one transaction.
   *
   * @throws IllegalArgumentException unless the new slot has another id or a higher version
   * @throws CryptoFailure when the old slot does not open
   */
  public static SealedSlot rewrap(
      KeyUnwrapping unwrapping,
      KeyWrapping wrapping,
      Owner owner,
      SealedSlot old,
      SecretMemory oldSecret,
      NewSlot fresh) {
    if (fresh.slot().id().equals(old.slot().id())
        && fresh.slot().version() <= old.slot().version()) {
      throw new IllegalArgumentException("a slot that keeps its id needs a higher version");
    }
    try (SecretMemory umk = open(unwrapping, owner, old, oldSecret)) {
      return seal(wrapping, owner, fresh, umk);
    }
  }

  private static Aad context(Owner owner, Slot slot) {
    return Aad.umkSlot(owner.publicKey(), slot.id(), slot.version());
  }

  private static SecretMemory slotKey(Owner owner, Slot slot, SecretMemory secret) {
    return Hierarchy.slotKey(
        owner, slot.kind(), slot.id(), slot.version(), slot.keyMessageSha256(), secret);
  }

  private static byte[] slotCheck(Owner owner, Slot slot, SecretMemory secret) {
    return Hierarchy.slotCheck(
        owner, slot.kind(), slot.id(), slot.version(), slot.keyMessageSha256(), secret);
  }
}
