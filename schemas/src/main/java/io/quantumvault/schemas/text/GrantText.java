package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.policy.PolicyDocument;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whether a stored grant text says exactly what a policy, its version, the grant id and the expiry
 * say. The whole text is rendered again and compared byte for byte, so no one can show an owner one
 * limit and have another one signed.
 */
public final class GrantText {
  /** No grant lives longer than this after its text was issued. */
  public static final Duration LONGEST_GRANT = Duration.ofHours(24);

  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{64}");

  private GrantText() {}

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
    try {
      return decode(signedText)
          .flatMap(SiwsMessage::parse)
          .filter(stored -> configuredDomains.contains(stored.domain()))
          .flatMap(stored -> frame(stored, policy, grantId, ownerAddress))
          .filter(frame -> !grantExpiresAt.isAfter(frame.issuedAt().plus(LONGEST_GRANT)))
          .map(frame -> render(frame, policy, policyVersion, grantExpiresAt))
          .filter(expected -> Arrays.equals(expected, signedText))
          .isPresent();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static byte[] render(
      Frame frame, PolicyDocument policy, long policyVersion, Instant grantExpiresAt) {
    return AuthorisationText.of(new Binding.Enable(policy, policyVersion, grantExpiresAt), frame)
        .render()
        .getBytes(UTF_8);
  }

  private static Optional<Frame> frame(
      SiwsMessage stored, PolicyDocument policy, UUID grantId, String ownerAddress) {
    String uri = stored.uri();
    String nonce = stored.nonce();
    if (uri == null
        || nonce == null
        || stored.issuedAt() == null
        || stored.expirationTime() == null) {
      return Optional.empty();
    }
    boolean ownOrigin =
        uri.equals("https://" + stored.domain()) || uri.equals("http://" + stored.domain());
    if (!ownOrigin || !NONCE.matcher(nonce).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Frame(
            stored.domain(),
            uri,
            policy.cluster(),
            ownerAddress,
            grantId,
            nonce,
            Instant.parse(stored.issuedAt()),
            Instant.parse(stored.expirationTime())));
  }

  private static Optional<String> decode(byte[] text) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
