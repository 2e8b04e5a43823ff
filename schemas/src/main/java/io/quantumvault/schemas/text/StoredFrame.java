package io.quantumvault.schemas.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The frame of a text as it is stored: nonce, times, URI and request id are its own, cluster and
 * owner are those that the reader expects, so that rendering it again tells whether it names them.
 */
final class StoredFrame {
  private static final Pattern NONCE = Pattern.compile("[0-9a-f]{64}");

  private static final int TIME_LENGTH = "2026-01-01T00:00:00.000Z".length();

  private StoredFrame() {}

  /**
   * The frame, if the text is one of ours from a configured domain.
   *
   * @param domains host and port of each origin that owners may have signed at
   */
  static Optional<Frame> of(byte[] text, String cluster, String owner, Set<String> domains) {
    return decode(text)
        .flatMap(SiwsMessage::parse)
        .filter(stored -> domains.contains(stored.domain()))
        .flatMap(stored -> frame(stored, cluster, owner));
  }

  /** The domain that a text names. */
  static Optional<String> domain(byte[] text) {
    return decode(text).flatMap(SiwsMessage::parse).map(SiwsMessage::domain);
  }

  /** Whether the text is byte for byte what this binding says in this frame. */
  static boolean says(byte[] text, Binding binding, Frame frame) {
    return Arrays.equals(AuthorisationText.of(binding, frame).render().getBytes(UTF_8), text);
  }

  private static Optional<Frame> frame(SiwsMessage stored, String cluster, String owner) {
    String uri = stored.uri();
    String nonce = stored.nonce();
    String issued = stored.issuedAt();
    String expires = stored.expirationTime();
    String request = stored.requestId();
    if (uri == null || nonce == null || issued == null || expires == null || request == null) {
      return Optional.empty();
    }
    boolean ownOrigin =
        uri.equals("https://" + stored.domain()) || uri.equals("http://" + stored.domain());
    if (!ownOrigin || !NONCE.matcher(nonce).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Frame(
              stored.domain(),
              uri,
              cluster,
              owner,
              UUID.fromString(request),
              nonce,
              time(issued),
              time(expires)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Years that do not fit the form are refused here: beyond some of them nothing can be reckoned.
   */
  private static Instant time(String text) {
    if (text.length() != TIME_LENGTH) {
      throw new DateTimeException("not the form of our texts");
    }
    return Instant.parse(text);
  }

  private static Optional<String> decode(byte[] text) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
