package io.quantumvault.control.owner;

import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyManagement;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.Slot;
import io.quantumvault.keys.vault.SlotKind;
import io.quantumvault.keys.vault.UmkSlot;
import io.quantumvault.schemas.ids.Sha256;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Key slots as rows, and what it means to their owner when one does not open. */
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
      byte @Nullable [] keyMessage) {}

  /** A new slot for this master key; key memory stays the caller's to close. */
  public KeySlot seal(
      Owner owner, String address, Recipe recipe, SecretMemory secret, SecretMemory umk) {
    var slot = new Slot(recipe.id(), recipe.kind(), VERSION, hash(recipe.keyMessage()));
    var sealed = UmkSlot.seal(keyManagement, owner, slot, secret, umk);
    return new KeySlot(
        recipe.id(),
        address,
        recipe.kind(),
        VERSION,
        recipe.templateVersion(),
        recipe.domain(),
        recipe.keySalt(),
        sealed.wrappedUmk(),
        sealed.checkValue());
  }

  /**
   * The master key, which the caller closes. Refused with {@link Refusal#WALLET_SIGNATURE_CHANGED}
   * when the secret is not the one the slot was made with, and with {@link
   * Refusal#INTEGRITY_FAILURE} when it is but the record does not open.
   */
  public Outcome<SecretMemory> open(
      Owner owner, KeySlot row, byte @Nullable [] keyMessage, SecretMemory secret) {
    var slot = new Slot(row.id(), row.kind(), row.version(), hash(keyMessage));
    var sealed = new UmkSlot(slot, row.wrappedUmk(), row.checkValue());
    if (!sealed.isMadeWith(owner, secret)) {
      return Outcome.refused(Refusal.WALLET_SIGNATURE_CHANGED);
    }
    try {
      return Outcome.done(sealed.open(keyManagement, owner, secret));
    } catch (CryptoFailure e) {
      return Outcome.refused(Refusal.INTEGRITY_FAILURE);
    }
  }

  private static byte @Nullable [] hash(byte @Nullable [] keyMessage) {
    return keyMessage == null ? null : Sha256.of(keyMessage);
  }
}
