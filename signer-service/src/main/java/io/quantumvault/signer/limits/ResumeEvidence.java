package io.quantumvault.signer.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import io.quantumvault.schemas.proof.ResumeProof;
import io.quantumvault.signer.marks.StandingMark.ResumeCheck;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
  private final Map<ByteBuffer, Instant> proven = new ConcurrentHashMap<>();

  /** Takes the domains an owner may have signed at. */
  public ResumeEvidence(Set<String> domains) {
    this.proof = new ResumeProof(domains, Ed25519::verify);
  }

  /**
   * When the owner signed the end of the stop, as the signed text says; empty if they did not.
   *
   * @param owner Base58 address of the only one whose signature counts
   */
  @Override
  public Optional<Instant> endedAt(
      UUID stopId, byte[] text, byte[] signature, String owner, String cluster) {
    var key = ByteBuffer.wrap(hash(stopId, text, signature, owner, cluster));
    var known = proven.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    return switch (proof.check(stopId, text, signature, cluster, owner)) {
      case ResumeProof.Result.Proven(var issuedAt) -> {
        if (proven.size() >= REMEMBERED) {
          proven.clear();
        }
        proven.put(key, issuedAt);
        yield Optional.of(issuedAt);
      }
      case ResumeProof.Result.Unproven _ -> Optional.empty();
    };
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
