package io.quantumvault.keys.rotate;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.vault.AgentWalletKeys;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.keys.vault.ProfileRecord;
import io.quantumvault.keys.vault.UmkSlot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an owner's master key (UMK): a new random key, new slots, every record opened under the
 * old hierarchy and sealed under the new one. Agent keys and their addresses stay.
 *
 * <p>All or nothing: when one record does not open, nothing is returned and no key memory stays
 * open. The old master key still opens what an old backup holds; that is what the KMS layer around
 * the slots is for.
 */
public final class MasterKeyRotation {
  private final KeyWrapping control;

  /** Takes what wraps under the KMS name {@code control}. */
  public MasterKeyRotation(KeyWrapping control) {
    this.control = control;
  }

  /**
   * Replaces the key; secrets stay the caller's to close.
   *
   * @param umk the old master key, opened from a slot of this owner
   * @param slots the slots to make, all with ids that were never used
   * @throws IllegalArgumentException when no slot is to be made, or one reuses an id
   * @throws CryptoFailure when a record does not open, or a seed is not its wallet's
   */
  public RotatedVault rotate(
      Owner owner, SecretMemory umk, VaultRecords records, List<NewSlot> slots) {
    requireNewIds(records.slots(), slots);
    int version = Math.addExact(records.umkVersion(), 1);
    try (SecretMemory fresh = UmkSlot.newUmk()) {
      byte[] profile = profile(owner, umk, fresh, records.profile());
      List<AgentWalletKeys> wallets =
          records.wallets().stream().map(keys -> keys.resealed(owner, umk, fresh)).toList();
      List<UmkSlot> sealed =
          slots.stream()
              .map(slot -> UmkSlot.seal(control, owner, slot.slot(), slot.secret(), fresh))
              .toList();
      return new RotatedVault(
          version, sealed, profile, wallets, records.slots(), records.grants(), records.orders());
    }
  }

  /** A slot whose id and version came again would take the bytes of the old one as its own. */
  private static void requireNewIds(Set<UUID> old, List<NewSlot> slots) {
    if (slots.isEmpty()) {
      throw new IllegalArgumentException("a master key without a slot is lost");
    }
    Set<UUID> taken = new HashSet<>(old);
    for (NewSlot fresh : slots) {
      if (!taken.add(fresh.slot().id())) {
        throw new IllegalArgumentException("a new slot needs an id of its own");
      }
    }
  }

  private static byte @Nullable [] profile(
      Owner owner, SecretMemory umk, SecretMemory fresh, byte @Nullable [] record) {
    if (record == null) {
      return null;
    }
    try (SecretMemory profile = ProfileRecord.open(owner, umk, record)) {
      return ProfileRecord.seal(owner, fresh, profile);
    }
  }
}
