package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.GRANT_TEXT_MISMATCH;
import static io.quantumvault.signer.claim.RefusalReason.OWNER_SIGNATURE_INVALID;
import static io.quantumvault.signer.claim.RefusalReason.POLICY_UNREADABLE;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.text.GrantText;
import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.limits.Material.GrantMaterial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the owner signed exactly this grant: the text they saw is rendered again from the policy
 * bytes, ids and expiry; the policy's own fields agree with the columns beside them; the signature
 * is the owner's. All of it is public, so what was found true is remembered by hash.
 */
public final class GrantEvidence {
  private static final int REMEMBERED = 10_000;

  private final Set<String> domains;
  private final String cluster;
  private final Map<ByteBuffer, PolicyDocument> proven = new ConcurrentHashMap<>();

  /** Takes the domains owners may have signed at, and the cluster this signer works on. */
  public GrantEvidence(Set<String> domains, String cluster) {
    this.domains = Set.copyOf(domains);
    this.cluster = cluster;
  }

  /** What the evidence shows. */
  public sealed interface Verdict {
    /** The owner signed this policy. */
    record Proven(PolicyDocument policy) implements Verdict {}

    /** They did not, or nobody can tell. */
    record Unproven(Refusal refusal) implements Verdict {}
  }

  /** Checks a grant against its owner's signature. */
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
    PolicyDocument policy;
    try {
      policy = PolicyDocument.parseCanonical(grant.policy());
    } catch (PolicyFormatException e) {
      return new Verdict.Unproven(new Refusal(POLICY_UNREADABLE, String.join("; ", e.problems())));
    }
    if (!Arrays.equals(policy.sha256(), grant.policySha256()) || !agrees(policy, material)) {
      return new Verdict.Unproven(
          new Refusal(GRANT_TEXT_MISMATCH, "columns differ from the policy bytes"));
    }
    if (!GrantText.matches(
        grant.signedText(),
        policy,
        grant.policyVersion(),
        grant.grantId(),
        grant.expiresAt(),
        material.owner(),
        domains)) {
      return new Verdict.Unproven(
          new Refusal(GRANT_TEXT_MISMATCH, "the signed text does not say this grant"));
    }
    if (!Arrays.equals(Base58.decode(material.owner()), material.ownerPublicKey())
        || !Ed25519.verify(material.ownerPublicKey(), grant.signedText(), grant.ownerSignature())) {
      return new Verdict.Unproven(
          new Refusal(OWNER_SIGNATURE_INVALID, "the text was not signed by " + material.owner()));
    }
    return new Verdict.Proven(policy);
  }

  private boolean agrees(PolicyDocument policy, Material material) {
    return policy.botId().equals(material.botId())
        && policy.agentWallet().equals(material.agentWallet())
        && policy.cluster().equals(material.cluster())
        && policy.cluster().equals(cluster)
        && policy.venue().equals(material.venue())
        && policy.tradingAccount().equals(material.tradingAccount())
        && Arrays.equals(Base58.decode(material.agentWallet()), material.agentPublicKey());
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
