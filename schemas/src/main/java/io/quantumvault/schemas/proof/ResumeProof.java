package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.text.ResumeText;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Whether an owner signed the end of a stop: the text is rendered again from the stop's id and is
 * the same byte for byte; the signature over it is the owner's. Nothing else gives execution back.
 */
public final class ResumeProof {
  private final Set<String> domains;
  private final SignatureCheck signatures;

  /** Takes the domains that owners may have signed at, and the strict check of a signature. */
  public ResumeProof(Set<String> domains, SignatureCheck signatures) {
    this.domains = Set.copyOf(domains);
    this.signatures = signatures;
  }

  /** What the evidence shows. */
  public sealed interface Result {
    /**
     * The owner lifted the stop.
     *
     * @param issuedAt when the text that they signed was made, as it says itself
     */
    record Proven(Instant issuedAt) implements Result {}

    /** They did not, or nobody can tell. */
    record Unproven(Reason reason) implements Result {}
  }

  /** The first thing that does not fit. */
  public enum Reason {
    /** The signed text says something else, or was signed elsewhere. */
    TEXT,
    /** The owner's key did not sign the text. */
    OWNER_SIGNATURE
  }

  /**
   * Checks the end of a stop.
   *
   * @param cluster the one that the stop's wallet trades on
   * @param owner Base58 address of the only one whose signature counts
   */
  public Result check(
      UUID stopId, byte[] signedText, byte[] ownerSignature, String cluster, String owner) {
    var issuedAt = ResumeText.issuedAt(signedText, stopId, cluster, owner, domains);
    if (issuedAt.isEmpty()) {
      return new Result.Unproven(Reason.TEXT);
    }
    return OwnerKey.signed(signatures, owner, signedText, ownerSignature)
        ? new Result.Proven(issuedAt.get())
        : new Result.Unproven(Reason.OWNER_SIGNATURE);
  }
}
