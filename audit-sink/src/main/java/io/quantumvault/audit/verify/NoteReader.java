package io.quantumvault.audit.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Reads checkpoints: C2SP signed notes whose text is origin, size and root. */
final class NoteReader {
  private final byte[] publicKey;

  NoteReader(byte[] publicKey) {
    this.publicKey = publicKey.clone();
  }

  /** A signed head: origin, leaves, root. */
  @SuppressWarnings("ArrayRecordComponent")
  record Head(String origin, long size, byte[] root) {}

  /**
   * The head in a note, once its signature has been checked.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  Head open(String note, String keyName) {
    int gap = note.indexOf("\n\n");
    if (gap < 0) {
      throw new IllegalArgumentException("is not a signed note");
    }
    String text = note.substring(0, gap + 1);
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    for (String line : note.substring(gap + 2).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 3 && parts[0].equals("—") && parts[1].equals(keyName)) {
        byte[] blob = Base64.getDecoder().decode(parts[2]);
        if (blob.length == 4 + Ed25519.SIGNATURE_SIZE
            && Arrays.equals(blob, 0, 4, keyHash(keyName), 0, 4)
            && isStrict(blob)
            && Ed25519.verify(blob, 4, publicKey, 0, message, 0, message.length)) {
          return head(text);
        }
      }
    }
    throw new IllegalArgumentException("carries no valid signature of " + keyName);
  }

  /**
   * Key and commitment of small order, or with a part of it, are refused: then every verifier says
   * the same of a signature, whichever equation it uses.
   */
  private boolean isStrict(byte[] blob) {
    return Ed25519.validatePublicKeyFull(publicKey, 0) && Ed25519.validatePublicKeyFull(blob, 4);
  }

  /** The head in a note's text. */
  static Head head(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != 4 || !lines.get(3).isEmpty() || !lines.get(1).matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("is not a checkpoint");
    }
    byte[] root = Base64.getDecoder().decode(lines.get(2));
    if (root.length != 32) {
      throw new IllegalArgumentException("is not a checkpoint");
    }
    return new Head(lines.get(0), Long.parseLong(lines.get(1)), root);
  }

  private byte[] keyHash(String keyName) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(keyName.getBytes(StandardCharsets.UTF_8));
      digest.update(new byte[] {'\n', 1});
      return digest.digest(publicKey);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
