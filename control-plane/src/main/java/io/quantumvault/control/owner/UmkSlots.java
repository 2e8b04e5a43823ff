package io.quantumvault.control.owner;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.hierarchy.SlotKind;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;
import io.quantumvault.schemas.ids.Sha256;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Seals the master key (UMK) into a slot and opens it again: sealed by the slot key (type 1), then
 * wrapped once more by the KMS name control, so that a phished signature over K with a stolen
 * database still opens nothing. The layouts are in docs/keys.md.
 */
public final class UmkSlots {
  private static final int VERSION = 1;

  private final KeyManagement keyManagement;

  public UmkSlots(KeyManagement keyManagement) {
    this.keyManagement = keyManagement;
  }

  /** What makes a slot, apart from its secret. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Recipe(
      UUID id,
      SlotKind kind,
      @Nullable Integer templateVersion,
      @Nullable String domain,
      byte @Nullable [] keySalt,
      byte @Nullable [] keyMessage) {
    byte @Nullable [] keyMessageSha256() {
      return keyMessage == null ? null : Sha256.of(keyMessage);
    }
  }

  /** A new slot for this master key; key memory stays the caller's to close. */
  public KeySlot seal(
      Owner owner, String address, Recipe recipe, SecretMemory secret, SecretMemory umk) {
    byte[] hash = recipe.keyMessageSha256();
    Aad aad = Aad.umkSlot(owner.publicKey(), recipe.id(), VERSION);
    try (SecretMemory slotKey =
            Hierarchy.slotKey(owner, recipe.kind(), recipe.id(), VERSION, hash, secret);
        SecretMemory inner = SecretMemory.takeOwnershipOf(SealedRecord.seal(slotKey, aad, umk))) {
      return new KeySlot(
          recipe.id(),
          address,
          recipe.kind(),
          VERSION,
          recipe.templateVersion(),
          recipe.domain(),
          recipe.keySalt(),
          keyManagement.wrap(KeyName.CONTROL, aad, inner),
          Hierarchy.slotCheck(owner, recipe.kind(), recipe.id(), VERSION, hash, secret));
    }
  }

  /**
   * The master key, which the caller closes. Refused with {@link Refusal#WALLET_SIGNATURE_CHANGED}
   * when the secret is not the one the slot was made with, and with {@link
   * Refusal#INTEGRITY_FAILURE} when it is but the record does not open.
   */
  public Outcome<SecretMemory> open(
      Owner owner, KeySlot slot, byte @Nullable [] keyMessage, SecretMemory secret) {
    byte[] hash = keyMessage == null ? null : Sha256.of(keyMessage);
    byte[] check = Hierarchy.slotCheck(owner, slot.kind(), slot.id(), slot.version(), hash, secret);
    if (!MessageDigest.isEqual(check, slot.checkValue())) {
      return Outcome.refused(Refusal.WALLET_SIGNATURE_CHANGED);
    }
    Aad aad = Aad.umkSlot(owner.publicKey(), slot.id(), slot.version());
    try (SecretMemory slotKey =
            Hierarchy.slotKey(owner, slot.kind(), slot.id(), slot.version(), hash, secret);
        SecretMemory inner = keyManagement.unwrap(KeyName.CONTROL, aad, slot.wrappedUmk())) {
      return Outcome.done(SealedRecord.open(slotKey, aad, inner));
    } catch (CryptoFailure e) {
      return Outcome.refused(Refusal.INTEGRITY_FAILURE);
    }
  }
}
