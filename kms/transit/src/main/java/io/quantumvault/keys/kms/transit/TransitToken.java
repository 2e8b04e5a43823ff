package io.quantumvault.keys.kms.transit;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.http.CredentialFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The token as the file last had it.
 *
 * <p>The HTTP client takes headers as text, so this credential is a {@code String}; it opens no key
 * without a local secret.
 */
final class TransitToken {
  private final Path file;
  private volatile String token;

  /** Reads it; refuses a file that others may read. */
  TransitToken(Path file) {
    this.file = file;
    this.token = read(file);
  }

  String value() {
    return token;
  }

  /**
   * Reads the file again.
   *
   * @throws KmsUnavailable when the file is no longer a good one
   */
  void refresh() {
    try {
      token = read(file);
    } catch (IllegalArgumentException e) {
      throw new KmsUnavailable("transit: " + e.getMessage());
    }
  }

  private static String read(Path file) {
    byte[] bytes = CredentialFile.read(file);
    try {
      String text = new String(bytes, StandardCharsets.US_ASCII).strip();
      if (text.isEmpty() || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw CredentialFile.refused(file, "it has no token");
      }
      return text;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
