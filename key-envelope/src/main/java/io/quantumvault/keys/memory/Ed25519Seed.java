package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What is done with an ed25519 seed (RFC 8032) in key memory, and libsodium's own checks. */
public final class Ed25519Seed {
  /** Bytes of a seed and of a public key. */
  public static final int KEY_BYTES = 32;

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  private Ed25519Seed() {}

  /** The public key of a seed. */
  public static byte[] publicKey(SecretMemory seed) {
    requireKeySize(seed.size());
    try (SecretCalls calls = SecretCalls.open()) {
      MemorySegment publicKey = calls.scratch(KEY_BYTES);
      MemorySegment pair = calls.scratch(2 * KEY_BYTES);
      calls
          .call(
              SodiumFunctions.ED25519_KEY_PAIR,
              publicKey.address(),
              pair.address(),
              seed.segment().address())
          .run();
      return PublicBytes.out(publicKey);
    }
  }

  /**
   * Signs with a public key that is known to belong to the seed, which saves deriving it again.
   *
   * <p>Two signatures of one message under different public keys give the seed away. So the caller
   * must have derived the public key from this seed, or have opened the seed from a record bound to
   * that public key.
   */
  public static byte[] signBound(SecretMemory seed, byte[] publicKey, byte[] message) {
    requireKeySize(seed.size());
    requireKeySize(publicKey.length);
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      MemorySegment pair = calls.scratch(2 * KEY_BYTES);
      PublicBytes.put(publicKey, pair.asSlice(KEY_BYTES));
      MemorySegment signature = calls.scratch(SIGNATURE_BYTES);
      calls
          .copy(pair, seed.segment(), KEY_BYTES)
          .call(
              SodiumFunctions.ED25519_SIGN,
              signature.address(),
              0,
              PublicBytes.in(arena, message).address(),
              message.length,
              pair.address())
          .run();
      return PublicBytes.out(signature);
    }
  }

  /** What libsodium says about a signature of the right size; the strict rule is built on it. */
  public static boolean sodiumAccepts(byte[] publicKey, byte[] message, byte[] signature) {
    requireKeySize(publicKey.length);
    if (signature.length != SIGNATURE_BYTES) {
      throw new CryptoFailure();
    }
    try (Arena arena = Arena.ofConfined()) {
      return Sodium.ed25519Verify(
              PublicBytes.in(arena, signature),
              PublicBytes.in(arena, message),
              message.length,
              PublicBytes.in(arena, publicKey))
          == 0;
    }
  }

  /** Whether 32 bytes are the canonical encoding of a point of the prime-order subgroup. */
  public static boolean isInMainSubgroup(byte[] point) {
    requireKeySize(point.length);
    try (Arena arena = Arena.ofConfined()) {
      return Sodium.ed25519IsInMainSubgroup(PublicBytes.in(arena, point)) == 1;
    }
  }

  private static void requireKeySize(int size) {
    if (size != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}
