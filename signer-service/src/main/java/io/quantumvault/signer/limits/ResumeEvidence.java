package io.quantumvault.signer.limits;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.proof.ResumeProof;
import io.quantumvault.signer.limits.Standing.Stop;
import java.util.Set;
import java.util.UUID;

/** Whether the owner signed the end of a stop: {@link ResumeProof} with the strict ed25519 rule. */
public final class ResumeEvidence {
  private final ResumeProof proof;

  /** Takes the domains an owner may have signed at. */
  public ResumeEvidence(Set<String> domains) {
    this.proof = new ResumeProof(domains, Ed25519::verify);
  }

  boolean ended(Stop stop, Material material) {
    byte[] text = stop.resumeText();
    byte[] signature = stop.resumeSignature();
    return text != null
        && signature != null
        && ended(stop.stopId(), text, signature, material.owner(), material.cluster());
  }

  /**
   * Whether this text and signature end the stop.
   *
   * @param owner Base58 address of the only one whose signature counts
   */
  public boolean ended(UUID stopId, byte[] text, byte[] signature, String owner, String cluster) {
    return proof.check(stopId, text, signature, cluster, owner)
        instanceof ResumeProof.Result.Proven;
  }
}
