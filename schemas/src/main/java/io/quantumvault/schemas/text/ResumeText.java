package io.quantumvault.schemas.text;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether a stored text lifts exactly one stop. The whole text is rendered again and compared byte
 * for byte, so that a signature given for anything else lifts nothing.
 */
public final class ResumeText {
  private ResumeText() {}

  /**
   * When the text was issued, if it is the rendering of these values; else empty. Nonce, times, URI
   * and request id are taken from the text itself.
   *
   * @param configuredDomains the domains owners may have signed at, such as {@code localhost:8080}
   */
  public static Optional<Instant> issuedAt(
      byte[] signedText,
      UUID stopId,
      String cluster,
      String ownerAddress,
      Set<String> configuredDomains) {
    return StoredFrame.of(signedText, cluster, ownerAddress, configuredDomains)
        .filter(frame -> StoredFrame.says(signedText, new Binding.Resume(stopId), frame))
        .map(Frame::issuedAt);
  }
}
