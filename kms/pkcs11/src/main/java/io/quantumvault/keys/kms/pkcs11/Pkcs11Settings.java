package io.quantumvault.keys.kms.pkcs11;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the token is and how to log in.
 *
 * @param library absolute path of the token's PKCS#11 library, which becomes code of this process
 *     and gets the PIN: nobody but its owner may be able to write it
 * @param tokenLabel the label the token was initialised with, at most 32 bytes
 * @param pinFile the user PIN, mode 0600; one line end at its end does not count
 */
public record Pkcs11Settings(Path library, String tokenLabel, Path pinFile) {
  /** The longest label that PKCS#11 allows. */
  private static final int LABEL_BYTES = 32;

  /** Refuses what cannot be meant. */
  public Pkcs11Settings {
    if (!library.isAbsolute()) {
      throw new IllegalArgumentException("the path of the PKCS#11 library must be absolute");
    }
    if (tokenLabel.isBlank() || tokenLabel.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
      throw new IllegalArgumentException("a token label has 1 to 32 bytes");
    }
  }
}
