package io.quantumvault.signer.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.proof.ResumeProof;
import io.quantumvault.signer.marks.StandingMark.ResumeCheck;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the owner signed the end of a stop: {@link ResumeProof} with the strict ed25519 rule. All
 * of it is public, so what was found true is remembered by hash.
 */
public final class ResumeEvidence implements ResumeCheck {
  private static final int REMEMBERED = 10_000;

  private final ResumeProof proof;
  private final Set<ByteBuffer> proven = ConcurrentHashMap.newKeySet();

  /** Takes the domains an owner may have signed at. */
  public ResumeEvidence(Set<String> domains) {
    this.proof = new ResumeProof(domains, Ed25519::verify);
  }

  /**
   * Whether this text and signature end the stop.
   *
   * @param owner Base58 address of the only one whose signature counts
   */
  @Override
  public boolean ended(UUID stopId, byte[] text, byte[] signature, String owner, String cluster) {
    var key = ByteBuffer.wrap(hash(stopId, text, signature, owner, cluster));
    if (proven.contains(key)) {
      return true;
    }
    boolean holds =
        proof.check(stopId, text, signature, cluster, owner) instanceof ResumeProof.Result.Proven;
    if (holds) {
      if (proven.size() >= REMEMBERED) {
        proven.clear();
      }
      proven.add(key);
    }
    return holds;
  }

  private static byte[] hash(
      UUID stopId, byte[] text, byte[] signature, String owner, String cluster) {
    return Sha256.of(
        Ids.bytes(stopId),
        Sha256.of(text),
        Sha256.of(signature),
        Sha256.of((owner + "\n" + cluster).getBytes(UTF_8)));
  }
}
