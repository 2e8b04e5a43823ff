package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A keypair as Solana's command-line tools keep it: a JSON array of 64 numbers, the ed25519 seed
 * and the public key. The text is formed in key memory.
 */
public final class SolanaKeypairFile {
  /** Brackets, 64 numbers of at most three digits, the commas between them. */
  private static final int MOST_BYTES = 2 + 64 * 3 + 63;

  private SolanaKeypairFile() {}

  /**
   * Writes a new file of mode 0600 and syncs it.
   *
   * @throws KeyFileRefused when the file exists or cannot be made
   */
  public static void create(Path file, SecretMemory seed) {
    byte[] publicKey = Ed25519Seed.publicKey(seed);
    try (SecretMemory room = SecretMemory.allocate(MOST_BYTES)) {
      MemorySegment text = room.segment();
      int at = 0;
      text.set(JAVA_BYTE, at++, (byte) '[');
      for (int i = 0; i < Ed25519Seed.KEY_BYTES; i++) {
        at = number(text, at, Byte.toUnsignedInt(seed.segment().get(JAVA_BYTE, i)));
        text.set(JAVA_BYTE, at++, (byte) ',');
      }
      for (int i = 0; i < publicKey.length; i++) {
        at = number(text, at, Byte.toUnsignedInt(publicKey[i]));
        text.set(JAVA_BYTE, at++, (byte) (i + 1 < publicKey.length ? ',' : ']'));
      }
      try (SecretMemory whole = SecretLayout.slice(room, 0, at)) {
        KeyFile.create(file, whole);
      }
    }
  }

  private static int number(MemorySegment text, int from, int number) {
    int at = from;
    if (number >= 100) {
      text.set(JAVA_BYTE, at++, (byte) ('0' + number / 100));
    }
    if (number >= 10) {
      text.set(JAVA_BYTE, at++, (byte) ('0' + number / 10 % 10));
    }
    text.set(JAVA_BYTE, at++, (byte) ('0' + number % 10));
    return at;
  }
}
