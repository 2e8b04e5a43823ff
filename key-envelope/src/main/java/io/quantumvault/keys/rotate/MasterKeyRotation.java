package io.quantumvault.keys.rotate;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.record.SealedRecord;
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
    try (SecretMemory fresh = Hierarchy.newUmk()) {
      byte[] profile = profile(owner, umk, fresh, records.profile());
      List<WalletRecords> wallets =
          records.wallets().stream().map(wallet -> wallet(owner, umk, fresh, wallet)).toList();
      List<SealedSlot> sealed =
          slots.stream().map(slot -> MasterKeySlot.seal(control, owner, slot, fresh)).toList();
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
    try (SecretMemory from = Hierarchy.profileKey(umk, owner);
        SecretMemory to = Hierarchy.profileKey(fresh, owner);
        SecretMemory profile = SealedRecord.open(from, Aad.profile(owner.publicKey()), record)) {
      return SealedRecord.seal(to, Aad.profile(owner.publicKey()), profile);
    }
  }

  private static WalletRecords wallet(
      Owner owner, SecretMemory umk, SecretMemory fresh, WalletRecords wallet) {
    byte[] agent = wallet.agent().toBytes();
    return new WalletRecords(
        wallet.agent(),
        entropy(owner, agent, umk, fresh, wallet.entropy()),
        seed(owner, agent, umk, fresh, wallet.seed()));
  }

  private static byte @Nullable [] entropy(
      Owner owner, byte[] agent, SecretMemory umk, SecretMemory fresh, byte @Nullable [] record) {
    if (record == null) {
      return null;
    }
    Aad context = Aad.entropy(owner.publicKey(), agent);
    try (SecretMemory from = Hierarchy.mnemonicKey(umk, owner, agent);
        SecretMemory to = Hierarchy.mnemonicKey(fresh, owner, agent);
        SecretMemory entropy = SealedRecord.open(from, context, record)) {
      return SealedRecord.seal(to, context, entropy);
    }
  }

  private static byte @Nullable [] seed(
      Owner owner, byte[] agent, SecretMemory umk, SecretMemory fresh, byte @Nullable [] record) {
    if (record == null) {
      return null;
    }
    Aad context = Aad.seed(owner.publicKey(), agent);
    try (SecretMemory from = privateKeyKey(umk, owner, agent);
        SecretMemory to = privateKeyKey(fresh, owner, agent);
        SecretMemory seed = SealedRecord.open(from, context, record)) {
      // Signing trusts the record to belong to this public key; a new record must earn that anew.
      if (!Bytes32.of(Ed25519Seed.publicKey(seed)).equals(Bytes32.of(agent))) {
        throw new CryptoFailure();
      }
      return SealedRecord.seal(to, context, seed);
    }
  }

  private static SecretMemory privateKeyKey(SecretMemory umk, Owner owner, byte[] agent) {
    try (SecretMemory ek = Hierarchy.executionKey(umk, owner, agent)) {
      return Hierarchy.privateKeyKey(ek, owner, agent);
    }
  }
}
