package io.quantumvault.keys.vault;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.keys.memory.Hkdf;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SealedSeed;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.record.Bytes32;
import java.util.UUID;

/**
 * The execution key (EK) of one agent wallet: all that a grant gives away. It opens the wallet's
 * seed and authenticates the granted policy; it opens no words, no other wallet and no master key.
 *
 * <p>Who grants derives it from the master key and seals it for the signer, which cannot be undone
 * there: the KMS name {@code execution} lets the signer alone unwrap. It belongs to the thread that
 * made it and is wiped by {@link #close}.
 */
public final class GrantKey implements AutoCloseable {
  private final Owner owner;
  private final Bytes32 agent;
  private final SecretMemory key;

  private GrantKey(Owner owner, Bytes32 agent, SecretMemory key) {
    this.owner = owner;
    this.agent = agent;
    this.key = key;
  }

  /** What came of signing. */
  public sealed interface Signed {
    /** The 64-byte signature, not verified yet. */
    @SuppressWarnings("ArrayRecordComponent") // on its way, never compared
    record Signature(byte[] bytes) implements Signed {}

    /** The policy is not the one that was granted with this key; no signature was made known. */
    record PolicyNotAuthentic() implements Signed {}
  }

  /** The execution key of one of the owner's wallets, out of the master key. */
  public static GrantKey derive(Owner owner, SecretMemory umk, byte[] agentPublicKey) {
    return new GrantKey(
        owner, Bytes32.of(agentPublicKey), Hierarchy.executionKey(umk, owner, agentPublicKey));
  }

  /** Wraps the key for the signer, bound to the terms of one grant. */
  public byte[] seal(KeyWrapping execution, GrantTerms terms) {
    return execution.wrap(KeyName.EXECUTION, terms.of(owner, agent.toBytes()), key);
  }

  /**
   * Unwraps the key of a grant.
   *
   * @throws CryptoFailure when the record is not exactly this grant's
   * @throws io.quantumvault.keys.kms.KmsUnavailable when the key management does not answer in time
   */
  public static GrantKey open(
      KeyUnwrapping execution,
      Owner owner,
      byte[] agentPublicKey,
      GrantTerms terms,
      byte[] sealed) {
    return new GrantKey(
        owner,
        Bytes32.of(agentPublicKey),
        execution.unwrap(KeyName.EXECUTION, terms.of(owner, agentPublicKey), sealed));
  }

  /** Whether it is the key of this owner's wallet. */
  public boolean isOf(Owner who, byte[] agentPublicKey) {
    return owner.equals(who) && agent.equals(Bytes32.of(agentPublicKey));
  }

  /** HMAC-SHA256 that makes a granted policy authentic, over bot, version and the exact bytes. */
  public byte[] policyMac(UUID botId, long policyVersion, byte[] policy) {
    try (SecretMemory policyKey = Hkdf.derive(owner.salt(), key, Hierarchy.POLICY_MAC_INFO)) {
      return Hmac.sha256(policyKey, DerivationInfo.policyHeader(botId, policyVersion), policy);
    }
  }

  /**
   * Signs for the agent wallet if the policy is the granted one. Both keys under this one are
   * derived, the policy's MAC is made, the seed is opened, used and wiped in one native call; the
   * signature is given out only when the MAC was right.
   *
   * <p>The record is bound to the public key, so the public key need not be derived again.
   *
   * @param sealedSeed of {@link AgentWalletKeys}
   * @throws CryptoFailure when the record is not this owner's and this wallet's, or was changed
   */
  public Signed sign(GrantedPolicy policy, byte[] sealedSeed, byte[] message) {
    byte[] agentPublicKey = agent.toBytes();
    SealedSeed seed =
        new SealedSeed(
            owner.salt(),
            Hierarchy.PRIVATE_KEY_INFO,
            Aad.seed(owner.publicKey(), agentPublicKey).bytes(),
            sealedSeed,
            agentPublicKey);
    SealedSeed.Condition granted =
        new SealedSeed.Condition(
            Hierarchy.POLICY_MAC_INFO,
            DerivationInfo.policyHeader(policy.botId(), policy.version()),
            policy.bytes(),
            policy.mac());
    return seed.signIf(granted, key, message)
        .<Signed>map(Signed.Signature::new)
        .orElseGet(Signed.PolicyNotAuthentic::new);
  }

  /** Wipes the key; closing again does nothing. */
  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
