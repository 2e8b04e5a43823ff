package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * AES-256-GCM (NIST SP 800-38D) with key and plaintext in key memory.
 *
 * <p>Bytes: IV 12 ‖ tag 16 ‖ ciphertext.
 */
public final class AesGcm {
  /** Bytes of the IV, of the tag and of both, which every message carries. */
  public static final int IV_BYTES = 12;

  /** Bytes of the tag. */
  public static final int TAG_BYTES = 16;

  /** What a message is longer than its plaintext. */
  public static final int OVERHEAD_BYTES = IV_BYTES + TAG_BYTES;

  private static final int KEY_BYTES = 32;

  private AesGcm() {}

  /** Seals under a fresh random IV. */
  public static byte[] seal(SecretMemory key, byte[] aad, SecretMemory plaintext) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iv = arena.allocate(IV_BYTES);
      Libc.random(iv);
      return seal(key, PublicBytes.out(iv), aad, plaintext);
    }
  }

  /** Seals under a given IV: the caller guarantees that this key never meets it again. */
  public static byte[] seal(SecretMemory key, byte[] iv, byte[] aad, SecretMemory plaintext) {
    requireKey(key);
    if (iv.length != IV_BYTES) {
      throw new CryptoFailure();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(OVERHEAD_BYTES + (long) plaintext.size());
      MemorySegment ivPart = message.asSlice(0, IV_BYTES);
      ivPart.copyFrom(MemorySegment.ofArray(iv));
      int refused =
          Sodium.gcmSeal(
              message.asSlice(OVERHEAD_BYTES),
              message.asSlice(IV_BYTES, TAG_BYTES),
              MemorySegment.NULL,
              plaintext.segment(),
              plaintext.size(),
              PublicBytes.in(arena, aad),
              aad.length,
              MemorySegment.NULL,
              ivPart,
              key.segment());
      if (refused != 0) {
        throw new CryptoFailure();
      }
      return PublicBytes.out(message);
    }
  }

  /**
   * Opens into key memory.
   *
   * @throws CryptoFailure when key, AAD or any bit is not what was sealed
   */
  public static SecretMemory open(SecretMemory key, byte[] aad, byte[] message) {
    try (Arena arena = Arena.ofConfined()) {
      return open(key, aad, PublicBytes.in(arena, message));
    }
  }

  /** The same for a message that itself lies in key memory. */
  public static SecretMemory open(SecretMemory key, byte[] aad, SecretMemory message) {
    return open(key, aad, message.segment());
  }

  private static SecretMemory open(SecretMemory key, byte[] aad, MemorySegment message) {
    requireKey(key);
    if (message.byteSize() <= OVERHEAD_BYTES
        || message.byteSize() - OVERHEAD_BYTES > Slabs.MAX_BYTES) {
      throw new CryptoFailure();
    }
    MemorySegment ciphertext = message.asSlice(OVERHEAD_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment context = PublicBytes.in(arena, aad);
      return SecretMemory.filled(
          (int) ciphertext.byteSize(),
          plaintext -> {
            int refused =
                Sodium.gcmOpen(
                    plaintext,
                    MemorySegment.NULL,
                    ciphertext,
                    ciphertext.byteSize(),
                    message.asSlice(IV_BYTES, TAG_BYTES),
                    context,
                    aad.length,
                    message.asSlice(0, IV_BYTES),
                    key.segment());
            if (refused != 0) {
              throw new CryptoFailure();
            }
          });
    }
  }

  private static void requireKey(SecretMemory key) {
    Sodium.requireAes();
    if (key.size() != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}
