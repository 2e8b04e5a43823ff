package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

  /** Seals under a given IV, which this key must never meet again: for reference values. */
  static byte[] seal(SecretMemory key, byte[] iv, byte[] aad, SecretMemory plaintext) {
    requireKey(key);
    if (iv.length != IV_BYTES) {
      throw new CryptoFailure();
    }
    int size = plaintext.size();
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      MemorySegment ciphertextAndTag = arena.allocate((long) size + TAG_BYTES);
      MemorySegment written = arena.allocate(JAVA_LONG);
      calls
          .call(
              SodiumFunctions.GCM_SEAL,
              ciphertextAndTag.address(),
              written.address(),
              plaintext.segment().address(),
              size,
              PublicBytes.in(arena, aad).address(),
              aad.length,
              0,
              PublicBytes.in(arena, iv).address(),
              key.segment().address())
          .run();
      if (written.get(JAVA_LONG, 0) != ciphertextAndTag.byteSize()) {
        throw new CryptoFailure();
      }
      return PublicBytes.concat(
          iv,
          PublicBytes.out(ciphertextAndTag.asSlice(size)),
          PublicBytes.out(ciphertextAndTag.asSlice(0, size)));
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
    int size = (int) message.byteSize() - OVERHEAD_BYTES;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ciphertextAndTag = arena.allocate((long) size + TAG_BYTES);
      ciphertextAndTag.asSlice(0, size).copyFrom(message.asSlice(OVERHEAD_BYTES));
      ciphertextAndTag.asSlice(size).copyFrom(message.asSlice(IV_BYTES, TAG_BYTES));
      MemorySegment written = arena.allocate(JAVA_LONG);
      MemorySegment context = PublicBytes.in(arena, aad);
      MemorySegment iv = arena.allocate(IV_BYTES).copyFrom(message.asSlice(0, IV_BYTES));
      return SecretMemory.filled(
          size,
          plaintext -> {
            try (SecretCalls calls = SecretCalls.open()) {
              calls
                  .call(
                      SodiumFunctions.GCM_OPEN,
                      plaintext.address(),
                      written.address(),
                      0,
                      ciphertextAndTag.address(),
                      ciphertextAndTag.byteSize(),
                      context.address(),
                      aad.length,
                      iv.address(),
                      key.segment().address())
                  .run();
            }
            if (written.get(JAVA_LONG, 0) != size) {
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
