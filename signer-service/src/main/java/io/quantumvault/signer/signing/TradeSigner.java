package io.quantumvault.signer.signing;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.keys.vault.GrantKey;
import io.quantumvault.keys.vault.GrantTerms;
import io.quantumvault.keys.vault.GrantedPolicy;
import io.quantumvault.keys.vault.Owner;
import io.quantumvault.signer.limits.Material;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import java.time.Instant;
import java.util.Arrays;

/**
 * Opens an execution key and signs with the agent key under it. The only class of the signer that
 * holds keys; it has no logger, returns no key, and an execution key lives from {@link #open} to
 * {@link ExecutionKey#close}.
 */
public final class TradeSigner {
  private final KeyUnwrapping kms;

  /** Takes the key management that can unwrap execution keys. */
  public TradeSigner(KeyUnwrapping kms) {
    this.kms = kms;
  }

  /** What came of an attempt to sign. */
  public sealed interface Outcome {
    /** The agent's signature, verified strictly against the agent's public key. */
    @SuppressWarnings("ArrayRecordComponent")
    record Signature(byte[] bytes) implements Outcome {}

    /** The policy bytes are not those the owner's key authenticated. */
    record PolicyNotAuthentic() implements Outcome {}

    /** The grant is not the one whose key was opened, or a record does not open. */
    record KeyUnavailable() implements Outcome {}

    /** A signature came out that does not verify; it was not kept. */
    record SignatureUnfit() implements Outcome {}
  }

  /** An opened execution key, bound to one grant and to the thread that opened it. */
  public static final class ExecutionKey implements AutoCloseable {
    private final GrantKey key;
    private final byte[] wrapped;

    private ExecutionKey(GrantKey key, byte[] wrapped) {
      this.key = key;
      this.wrapped = wrapped;
    }

    /**
     * Signs a message if these rows, read afresh under the locks, still hold the key that was
     * opened.
     */
    public Outcome sign(Material material, GrantMaterial grant, byte[] message) {
      byte[] seed = material.sealedSeed();
      byte[] agent = material.agentPublicKey();
      if (seed == null
          || !Arrays.equals(wrapped, grant.wrappedEk())
          || !key.isOf(owner(material), agent)) {
        return new Outcome.KeyUnavailable();
      }
      var policy =
          new GrantedPolicy(
              material.botId(), grant.policyVersion(), grant.policy(), grant.policyMac());
      try {
        return switch (key.sign(policy, seed, message)) {
          case GrantKey.Signed.PolicyNotAuthentic bad -> new Outcome.PolicyNotAuthentic();
          case GrantKey.Signed.Signature signature ->
              Ed25519.verify(agent, message, signature.bytes())
                  ? new Outcome.Signature(signature.bytes())
                  : new Outcome.SignatureUnfit();
        };
      } catch (CryptoFailure e) {
        return new Outcome.KeyUnavailable();
      }
    }

    @Override
    public void close() {
      key.close();
    }

    @Override
    public String toString() {
      return "[REDACTED]";
    }
  }

  /**
   * Unwraps a grant's execution key; its context binds owner, agent, bot, grant, policy and end.
   *
   * @param exitsUntil when the last exit of the grant may be signed
   * @throws CryptoFailure if the record is not exactly this grant's
   * @throws io.quantumvault.keys.kms.KmsUnavailable if the key management does not answer in time
   */
  public ExecutionKey open(Material material, GrantMaterial grant, Instant exitsUntil) {
    byte[] wrapped = grant.wrappedEk();
    if (wrapped == null) {
      throw new CryptoFailure();
    }
    var terms =
        new GrantTerms(
            material.botId(),
            grant.grantId(),
            Bytes32.of(grant.policySha256()),
            exitsUntil.toEpochMilli());
    return new ExecutionKey(
        GrantKey.open(kms, owner(material), material.agentPublicKey(), terms, wrapped),
        wrapped.clone());
  }

  private static Owner owner(Material material) {
    return new Owner(material.ownerPublicKey(), material.ownerSalt());
  }
}
