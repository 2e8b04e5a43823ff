package io.quantumvault.signer.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.keys.sign.Ed25519;
import io.quantumvault.schemas.text.AuthorisationText;
import io.quantumvault.schemas.text.Binding;
import io.quantumvault.schemas.text.Frame;
import io.quantumvault.schemas.text.SiwsMessage;
import io.quantumvault.signer.limits.Standing.Stop;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;

/**
 * Whether the owner signed the end of a stop: the text is rendered again from the stop's id and
 * compared byte for byte, then the owner's signature over it is verified.
 */
public final class ResumeEvidence {
  private final Set<String> domains;

  /** Takes the domains an owner may have signed at. */
  public ResumeEvidence(Set<String> domains) {
    this.domains = Set.copyOf(domains);
  }

  boolean ended(Stop stop, Material material) {
    byte[] text = stop.resumeText();
    byte[] signature = stop.resumeSignature();
    return text != null
        && signature != null
        && ended(
            stop.stopId(),
            text,
            signature,
            material.owner(),
            material.ownerPublicKey(),
            material.cluster());
  }

  /** Whether this text and signature end the stop. */
  public boolean ended(
      UUID stopId,
      byte[] text,
      byte[] signature,
      String owner,
      byte[] ownerPublicKey,
      String cluster) {
    return Ed25519.verify(ownerPublicKey, text, signature)
        && Arrays.equals(text, rendered(stopId, text, owner, cluster));
  }

  private byte[] rendered(UUID stopId, byte[] text, String owner, String cluster) {
    var stored = SiwsMessage.parse(new String(text, UTF_8)).orElse(null);
    if (stored == null || !domains.contains(stored.domain())) {
      return new byte[0];
    }
    var uri = stored.uri();
    var nonce = stored.nonce();
    var issued = stored.issuedAt();
    var expires = stored.expirationTime();
    var request = stored.requestId();
    if (uri == null || nonce == null || issued == null || expires == null || request == null) {
      return new byte[0];
    }
    try {
      var frame =
          new Frame(
              stored.domain(),
              uri,
              cluster,
              owner,
              UUID.fromString(request),
              nonce,
              Instant.parse(issued),
              Instant.parse(expires));
      return AuthorisationText.of(new Binding.Resume(stopId), frame).render().getBytes(UTF_8);
    } catch (DateTimeException | IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
