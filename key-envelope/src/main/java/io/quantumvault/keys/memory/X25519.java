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
    try (SecretCalls calls = SecretCalls.open()) {
      MemorySegment publicKey = calls.scratch(KEY_BYTES);
      calls
          .call(SodiumFunctions.X25519_BASE, publicKey.address(), privateKey.segment().address())
          .run();
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
            try (SecretCalls calls = SecretCalls.open()) {
              calls
                  .call(
                      SodiumFunctions.X25519,
                      shared.address(),
                      privateKey.segment().address(),
                      theirs.address())
                  .run();
            }
            if (Sodium.isZero(shared)) {
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
