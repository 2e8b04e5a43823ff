package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyFormatException;
import io.quantumvault.schemas.text.GrantText;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether an owner signed exactly this grant for this bot: the policy bytes are those that the
 * record names and concern the bot; the text that the owner saw is rendered again from them, ids
 * and expiry, and is the same byte for byte; the signature over it is the owner's.
 */
public final class GrantProof {
  private final Set<String> domains;
  private final SignatureCheck signatures;

  /** Takes the domains that owners may have signed at, and the strict check of a signature. */
  public GrantProof(Set<String> domains, SignatureCheck signatures) {
    this.domains = Set.copyOf(domains);
    this.signatures = signatures;
  }

  /** What the evidence shows. */
  public sealed interface Result {
    /** The owner signed this policy. */
    record Proven(PolicyDocument policy) implements Result {}

    /**
     * They did not, or nobody can tell.
     *
     * @param claimed what the policy bytes say, for telling and never for acting; null where they
     *     cannot be read
     */
    record Unproven(Reason reason, String detail, @Nullable PolicyDocument claimed)
        implements Result {}
  }

  /** The first thing that does not fit. */
  public enum Reason {
    /** The policy bytes are no policy. */
    POLICY_UNREADABLE,
    /** The record names another hash than that of the policy bytes. */
    POLICY_HASH,
    /** The policy concerns another bot, wallet, cluster, venue or trading account. */
    OTHER_BOT,
    /** The owner signed this grant, but at an origin that is not configured. */
    ORIGIN,
    /** The signed text says something else. */
    TEXT,
    /** The owner's key did not sign the text. */
    OWNER_SIGNATURE
  }

  /**
   * Checks a grant.
   *
   * @param owner Base58 address of the only one whose signature counts
   */
  public Result check(SignedGrant grant, GrantedBot bot, String owner) {
    PolicyDocument policy;
    try {
      policy = PolicyDocument.parseCanonical(grant.policy());
    } catch (PolicyFormatException e) {
      return new Result.Unproven(Reason.POLICY_UNREADABLE, String.join("; ", e.problems()), null);
    }
    if (!Arrays.equals(Sha256.of(grant.policy()), grant.policySha256())) {
      return unproven(Reason.POLICY_HASH, "the policy bytes have another hash", policy);
    }
    if (!bot.isMeantBy(policy)) {
      return unproven(Reason.OTHER_BOT, "the policy was written for another bot", policy);
    }
    if (!textSays(grant, policy, owner, domains)) {
      return GrantText.domain(grant.signedText())
          .filter(domain -> textSays(grant, policy, owner, Set.of(domain)))
          .filter(domain -> signed(grant, owner))
          .map(domain ->
              unproven(
                  Reason.ORIGIN,
                  "it was signed at " + domain + ", configured is " + sorted(domains),
                  policy))
          .orElseGet(
              () -> unproven(Reason.TEXT, "the signed text does not say this grant", policy));
    }
    return signed(grant, owner)
        ? new Result.Proven(policy)
        : unproven(Reason.OWNER_SIGNATURE, "the text was not signed by " + owner, policy);
  }

  private boolean signed(SignedGrant grant, String owner) {
    return OwnerKey.signed(signatures, owner, grant.signedText(), grant.ownerSignature());
  }

  private static String sorted(Set<String> domains) {
    return String.join(", ", new TreeSet<>(domains));
  }

  private static boolean textSays(
      SignedGrant grant, PolicyDocument policy, String owner, Set<String> domains) {
    return GrantText.matches(
        grant.signedText(),
        policy,
        grant.policyVersion(),
        grant.grantId(),
        grant.expiresAt(),
        owner,
        domains);
  }

  private static Result unproven(Reason reason, String detail, PolicyDocument claimed) {
    return new Result.Unproven(reason, detail, claimed);
  }
}
