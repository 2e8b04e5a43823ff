package io.quantumvault.schemas.text;

import io.quantumvault.schemas.policy.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whether a stored grant text says exactly what a policy, its version, the grant id and the expiry
 * say. The whole text is rendered again and compared byte for byte, so no one can show an owner one
 * limit and have another one signed.
 */
public final class GrantText {
  /** No grant lives longer than this after its text was issued. */
  public static final Duration LONGEST_GRANT = Duration.ofHours(24);

  private GrantText() {}

  /** The domain that a text of ours names, whether it is configured or not. */
  public static Optional<String> domain(byte[] signedText) {
    return StoredFrame.domain(signedText);
  }

  /**
   * True only if the text is the rendering of these values. Nonce, times and URI are taken from the
   * text itself.
   *
   * @param configuredDomains the domains owners may have signed at, such as {@code localhost:8080}
   */
  public static boolean matches(
      byte[] signedText,
      PolicyDocument policy,
      long policyVersion,
      UUID grantId,
      Instant grantExpiresAt,
      String ownerAddress,
      Set<String> configuredDomains) {
    var binding = new Binding.Enable(policy, policyVersion, grantExpiresAt);
    return StoredFrame.of(signedText, policy.cluster(), ownerAddress, configuredDomains)
        .filter(frame -> frame.challengeId().equals(grantId))
        .filter(frame -> !grantExpiresAt.isAfter(frame.issuedAt().plus(LONGEST_GRANT)))
        .filter(frame -> StoredFrame.says(signedText, binding, frame))
        .isPresent();
  }
}
