package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** X25519 (RFC 7748) with the private half in key memory. */
public final class X25519 {
  /** Bytes of either half and of the shared value. */
  public static final int KEY_BYTES = 32;

  private X25519() {}

  /** The public half. */
  public static byte[] publicKey(SecretMemory privateKey) {
    requireSize(privateKey.size());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment publicKey = arena.allocate(KEY_BYTES);
      if (Sodium.x25519Base(publicKey, privateKey.segment()) != 0) {
        throw new CryptoFailure();
      }
      return PublicBytes.out(publicKey);
    }
  }

  /**
   * The shared value.
   *
   * @throws CryptoFailure for a public half of small order, which would make the value known
   */
  public static SecretMemory agree(SecretMemory privateKey, byte[] publicKey) {
    requireSize(privateKey.size());
    requireSize(publicKey.length);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment theirs = PublicBytes.in(arena, publicKey);
      return SecretMemory.filled(
          KEY_BYTES,
          shared -> {
            if (Sodium.x25519(shared, privateKey.segment(), theirs) != 0) {
              throw new CryptoFailure();
            }
          });
    }
  }

  private static void requireSize(int size) {
    if (size != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}
