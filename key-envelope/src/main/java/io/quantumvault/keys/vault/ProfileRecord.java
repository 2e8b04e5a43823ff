package io.quantumvault.keys.vault;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;

/** An owner's notification addresses and notes at rest (record type 2), under the master key. */
public final class ProfileRecord {
  private ProfileRecord() {}

  /** Seals the profile; key memory stays the caller's. */
  public static byte[] seal(Owner owner, SecretMemory umk, SecretMemory profile) {
    try (SecretMemory key = Hierarchy.profileKey(umk, owner)) {
      return SealedRecord.seal(key, Aad.profile(owner.publicKey()), profile);
    }
  }

  /**
   * Opens it, the caller's to close.
   *
   * @throws CryptoFailure when the record is not this owner's, or was changed
   */
  public static SecretMemory open(Owner owner, SecretMemory umk, byte[] record) {
    try (SecretMemory key = Hierarchy.profileKey(umk, owner)) {
      return SealedRecord.open(key, Aad.profile(owner.publicKey()), record);
    }
  }
}
