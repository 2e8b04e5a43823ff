package io.quantumvault.keys.sign;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;

/** Signs for an agent wallet: the seed is in the clear, in key memory, for this one call. */
public final class AgentSigner {
  private AgentSigner() {}

  /**
   * Derives the private-key key from the execution key, opens the seed, signs, wipes both.
   *
   * <p>The record is bound to the public key, so the public key need not be derived again.
   *
   * @throws CryptoFailure when the record is not this owner's and this wallet's, or was changed
   */
  public static byte[] sign(
      SecretMemory ek, Owner owner, byte[] agentPublicKey, byte[] sealedSeed, byte[] message) {
    Aad aad = Aad.seed(owner.publicKey(), agentPublicKey);
    try (SecretMemory key = Hierarchy.privateKeyKey(ek, owner, agentPublicKey);
        SecretMemory seed = SealedRecord.open(key, aad, sealedSeed)) {
      return Ed25519Seed.signBound(seed, agentPublicKey, message);
    }
  }
}
