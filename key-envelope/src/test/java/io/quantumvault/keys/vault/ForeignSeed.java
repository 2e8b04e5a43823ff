package io.quantumvault.keys.vault;

import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.SealedRecord;

/** Records that {@link AgentWalletKeys#seal} never makes: any seed, bound to any public key. */
public final class ForeignSeed {
  private ForeignSeed() {}

  public static byte[] sealedFor(
      Owner owner, SecretMemory umk, byte[] agentPublicKey, SecretMemory seed) {
    try (SecretMemory ek = Hierarchy.executionKey(umk, owner, agentPublicKey);
        SecretMemory key = Hierarchy.privateKeyKey(ek, owner)) {
      return SealedRecord.seal(key, Aad.seed(owner.publicKey(), agentPublicKey), seed);
    }
  }
}
