package io.quantumvault.kit.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * What two services of one system have in common, so that the one may ask the other: a bearer token
 * (RFC 6750) in a file that both can read and nobody else. It is read anew each time: a file that
 * is replaced holds at once.
 *
 * @param file with at least {@link #SHORTEST} characters
 */
public record InternalToken(PasswordFile file) {
  /** Fewer could be guessed. */
  public static final int SHORTEST = 32;

  private static final String SCHEME = "Bearer ";

  /**
   * Reads it and forgets it: for a start, so that a bad file stops it.
   *
   * @throws PasswordFileRefused with what is wrong
   */
  public void check() {
    Arrays.fill(digest(), (byte) 0);
  }

  /**
   * Whether the values of a request's {@code Authorization} headers are this token, once. Takes the
   * same time whatever is wrong.
   *
   * @throws PasswordFileRefused with what is wrong with the file
   */
  public boolean isGiven(List<String> authorizations) {
    String given = authorizations.size() == 1 ? authorizations.getFirst() : "";
    boolean bearer = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    byte[] shown = sha256((bearer ? given.substring(SCHEME.length()) : "").getBytes(UTF_8));
    return MessageDigest.isEqual(shown, digest());
  }

  /**
   * The value of the header for a client that takes nothing but text; not to be kept.
   *
   * @throws PasswordFileRefused with what is wrong with the file
   */
  public String authorization() {
    check();
    char[] token = file.read();
    try {
      return SCHEME + String.valueOf(token);
    } finally {
      Arrays.fill(token, '\0');
    }
  }

  private byte[] digest() {
    char[] token = file.read();
    try {
      if (token.length < SHORTEST) {
        throw new PasswordFileRefused(
            file.path(), "a token has at least " + SHORTEST + " characters");
      }
      byte[] bytes = new byte[token.length * 3];
      var buffer = java.nio.ByteBuffer.wrap(bytes);
      UTF_8.newEncoder().encode(CharBuffer.wrap(token), buffer, true);
      try {
        return sha256(Arrays.copyOf(bytes, buffer.position()));
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } finally {
      Arrays.fill(token, '\0');
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
