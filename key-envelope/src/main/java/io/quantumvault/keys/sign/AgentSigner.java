package io.quantumvault.keys.sign;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.hierarchy.Hierarchy;
import io.quantumvault.keys.hierarchy.Owner;
import io.quantumvault.keys.memory.SealedSeed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;

/** Signs for an agent wallet: the seed is in the clear, in key memory, for this one call. */
public final class AgentSigner {
  private static final byte[] KEY_INFO = Hierarchy.privateKeyInfo();

  private AgentSigner() {}

  /**
   * Derives the private-key key from the execution key, opens the seed, signs, wipes both, in one
   * native call.
   *
   * <p>The record is bound to the public key, so the public key need not be derived again.
   *
   * @throws CryptoFailure when the record is not this owner's and this wallet's, or was changed
   */
  public static byte[] sign(
      SecretMemory ek, Owner owner, byte[] agentPublicKey, byte[] sealedSeed, byte[] message) {
    return seed(owner, agentPublicKey, sealedSeed).sign(ek, message);
  }

  /**
   * The same with the execution key in a record under {@code wrapping}, bound to {@code grant}: it
   * is opened in the same native call, and no longer exists when that returns.
   *
   * @throws CryptoFailure when one of the records is not what the grant, owner and wallet say, or
   *     was changed; which one is not told
   */
  public static byte[] sign(
      SecretMemory wrapping,
      Aad grant,
      byte[] sealedEk,
      Owner owner,
      byte[] agentPublicKey,
      byte[] sealedSeed,
      byte[] message) {
    return seed(owner, agentPublicKey, sealedSeed).sign(wrapping, grant.bytes(), sealedEk, message);
  }

  private static SealedSeed seed(Owner owner, byte[] agentPublicKey, byte[] sealedSeed) {
    return new SealedSeed(
        owner.salt(),
        KEY_INFO,
        Aad.seed(owner.publicKey(), agentPublicKey).bytes(),
        sealedSeed,
        agentPublicKey);
  }
}
