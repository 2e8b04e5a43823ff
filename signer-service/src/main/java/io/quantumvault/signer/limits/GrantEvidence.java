package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.CLUSTER_DIFFERS;
import static io.quantumvault.signer.claim.RefusalReason.GRANT_TEXT_MISMATCH;
import static io.quantumvault.signer.claim.RefusalReason.ORIGIN_NOT_CONFIGURED;
import static io.quantumvault.signer.claim.RefusalReason.OWNER_SIGNATURE_INVALID;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_UNREADABLE;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.proof.GrantProof;
import io.quantumvault.schemas.proof.GrantedBot;
import io.quantumvault.schemas.proof.SignedGrant;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the owner signed exactly this grant: the rows agree with each other, and {@link
 * GrantProof} holds for them. All of it is public, so what was found true is remembered by hash.
 */
public final class GrantEvidence {
  private static final int REMEMBERED = 10_000;

  private final GrantProof proof;
  private final String cluster;
  private final Map<ByteBuffer, PolicyDocument> proven = new ConcurrentHashMap<>();

  /** Takes the domains owners may have signed at, and the cluster this signer works on. */
  public GrantEvidence(Set<String> domains, String cluster) {
    this.proof = new GrantProof(domains, Ed25519::verify);
    this.cluster = cluster;
  }

  /** What the evidence shows. */
  public sealed interface Verdict {
    /** The owner signed this policy. */
    record Proven(PolicyDocument policy) implements Verdict {}

    /** They did not, or nobody can tell. */
    record Unproven(Refusal refusal) implements Verdict {}
  }

  /** Checks a grant against the signature of its owner. */
  public Verdict check(Material material, GrantMaterial grant) {
    var key = ByteBuffer.wrap(hash(material, grant));
    var known = proven.get(key);
    if (known != null) {
      return new Verdict.Proven(known);
    }
    var verdict = verify(material, grant);
    if (verdict instanceof Verdict.Proven found) {
      if (proven.size() >= REMEMBERED) {
        proven.clear();
      }
      proven.put(key, found.policy());
    }
    return verdict;
  }

  private Verdict verify(Material material, GrantMaterial grant) {
    if (!material.cluster().equals(cluster)) {
      return unproven(
          CLUSTER_DIFFERS,
          "the wallet trades on " + material.cluster() + ", this signer on " + cluster);
    }
    if (!isKeyOf(material.agentWallet(), material.agentPublicKey())) {
      return unproven(
          GRANT_TEXT_MISMATCH, "the key beside it is not that of " + material.agentWallet());
    }
    if (!isKeyOf(material.owner(), material.ownerPublicKey())) {
      return unproven(
          OWNER_SIGNATURE_INVALID, "the key beside it is not that of " + material.owner());
    }
    var signed =
        new SignedGrant(
            grant.grantId(),
            grant.policyVersion(),
            grant.policy(),
            grant.policySha256(),
            grant.expiresAt(),
            grant.signedText(),
            grant.ownerSignature());
    var bot =
        new GrantedBot(
            material.botId(),
            material.agentWallet(),
            material.cluster(),
            material.venue(),
            material.tradingAccount());
    return switch (proof.check(signed, bot, material.owner())) {
      case GrantProof.Result.Proven(var policy) -> new Verdict.Proven(policy);
      case GrantProof.Result.Unproven(var reason, var detail, var claimed) ->
          unproven(refusal(reason), detail);
    };
  }

  /** Addresses stand in the rows as text and as bytes; the evidence is about the text. */
  private static boolean isKeyOf(String address, byte[] publicKey) {
    return Base58.isAddress(address) && Arrays.equals(Base58.decode(address), publicKey);
  }

  private static RefusalReason refusal(GrantProof.Reason reason) {
    return switch (reason) {
      case POLICY_UNREADABLE -> POLICY_UNREADABLE;
      case ORIGIN -> ORIGIN_NOT_CONFIGURED;
      case POLICY_HASH, OTHER_BOT, TEXT -> GRANT_TEXT_MISMATCH;
      case OWNER_SIGNATURE -> OWNER_SIGNATURE_INVALID;
    };
  }

  private static Verdict unproven(RefusalReason reason, String detail) {
    return new Verdict.Unproven(new Refusal(reason, detail));
  }

  /** Over everything that {@link #verify} looks at; fields of varying length are hashed first. */
  private static byte[] hash(Material material, GrantMaterial grant) {
    var columns =
        String.join(
            "\n",
            material.owner(),
            material.agentWallet(),
            material.cluster(),
            material.venue(),
            material.tradingAccount());
    return Sha256.of(
        Sha256.of(grant.policy()),
        grant.policySha256(),
        Sha256.of(grant.signedText()),
        grant.ownerSignature(),
        Sha256.of(columns.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        material.ownerPublicKey(),
        material.agentPublicKey(),
        Ids.bytes(grant.grantId()),
        Ids.bytes(material.botId()),
        ByteBuffer.allocate(16)
            .putLong(grant.policyVersion())
            .putLong(grant.expiresAt().toEpochMilli())
            .array());
  }
}
