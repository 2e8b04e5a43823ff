package io.quantumvault.audit.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The C2SP signed-note format with one ed25519 signature: the text, an empty line, and {@code —
 * name base64(key hash ‖ signature)}. The key's name is the log's origin, as tlog-checkpoint
 * advises.
 */
public final class SignedNote {
  private static final byte ED25519 = 0x01;
  private static final int KEY_HASH = 4;

  private SignedNote() {}

  /** Signs a text that ends with a newline. */
  public static String sign(String text, String keyName, NoteKey key) {
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] hash = keyHash(keyName, key.publicKey());
    byte[] both = Arrays.copyOf(hash, KEY_HASH + signature.length);
    System.arraycopy(signature, 0, both, KEY_HASH, signature.length);
    return text + "\n— " + keyName + " " + Base64.getEncoder().encodeToString(both) + "\n";
  }

  /**
   * The text of a note that this key signed under this name. Other signatures, such as witnesses',
   * may stand beside it and are not judged.
   *
   * @throws IllegalArgumentException where there is no such signature or it is wrong
   */
  public static String open(String note, String keyName, NoteKey key) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw new IllegalArgumentException("Not a signed note");
    }
    String text = note.substring(0, end + 1);
    byte[] hash = keyHash(keyName, key.publicKey());
    String start = "— " + keyName + " ";
    for (String line : note.substring(end + 2).split("\n", -1)) {
      if (line.startsWith(start)) {
        byte[] both = Base64.getDecoder().decode(line.substring(start.length()));
        if (both.length > KEY_HASH && Arrays.equals(hash, 0, KEY_HASH, both, 0, KEY_HASH)) {
          byte[] signature = Arrays.copyOfRange(both, KEY_HASH, both.length);
          if (key.verify(text.getBytes(StandardCharsets.UTF_8), signature)) {
            return text;
          }
          break;
        }
      }
    }
    throw new IllegalArgumentException("Not signed by " + keyName);
  }

  /** The first four bytes of SHA-256 over name, newline, 0x01 and the public key. */
  static byte[] keyHash(String keyName, byte[] publicKey) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((keyName + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(ED25519);
      return Arrays.copyOf(digest.digest(publicKey), KEY_HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
