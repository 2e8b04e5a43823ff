package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;

/** HMAC (RFC 2104) under a key in key memory. */
public final class Hmac {
  private static final int SHA256_BYTES = 32;
  private static final int SHA512_BYTES = 64;

  private Hmac() {}

  /** HMAC-SHA256 of the parts, one after the other; the result may be published. */
  public static byte[] sha256(SecretMemory key, byte[]... parts) {
    try (Arena arena = Arena.ofConfined();
        SecretMemory state = SecretMemory.allocate(Sodium.HMAC_256_STATE_BYTES)) {
      MemorySegment running = state.segment();
      int refused = Sodium.hmac256Init(running, key.segment(), key.size());
      for (byte[] part : parts) {
        refused |= Sodium.hmac256Update(running, PublicBytes.in(arena, part), part.length);
      }
      MemorySegment mac = arena.allocate(SHA256_BYTES);
      require(refused | Sodium.hmac256Final(running, mac));
      return PublicBytes.out(mac);
    }
  }

  /** Whether {@code mac} is the HMAC-SHA256 of the parts, in time that tells nothing about it. */
  public static boolean verifySha256(SecretMemory key, byte[] mac, byte[]... parts) {
    return MessageDigest.isEqual(sha256(key, parts), mac);
  }

  /** HMAC-SHA512 under a public key over secret data, as a master key is made from a seed. */
  public static SecretMemory sha512(byte[] publicKey, SecretMemory data) {
    try (Arena arena = Arena.ofConfined()) {
      return sha512(PublicBytes.in(arena, publicKey), data.segment());
    }
  }

  /** HMAC-SHA512 of secret data under a secret key. */
  public static SecretMemory sha512(SecretMemory key, SecretMemory data) {
    return sha512(key.segment(), data.segment());
  }

  private static SecretMemory sha512(MemorySegment key, MemorySegment data) {
    try (SecretMemory state = SecretMemory.allocate(Sodium.HMAC_512_STATE_BYTES)) {
      MemorySegment running = state.segment();
      require(
          Sodium.hmac512Init(running, key, key.byteSize())
              | Sodium.hmac512Update(running, data, data.byteSize()));
      return SecretMemory.filled(SHA512_BYTES, out -> require(Sodium.hmac512Final(running, out)));
    }
  }

  static void require(int returned) {
    if (returned != 0) {
      throw new CryptoFailure();
    }
  }
}
