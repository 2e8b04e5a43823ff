package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;

/** HMAC (RFC 2104) under a key in key memory. */
public final class Hmac {
  private static final int SHA256_BYTES = 32;
  private static final int SHA512_BYTES = 64;

  private Hmac() {}

  /** HMAC-SHA256 of the parts, one after the other; the result may be published. */
  public static byte[] sha256(SecretMemory key, byte[]... parts) {
    try (Arena arena = Arena.ofConfined();
        SecretCalls calls = SecretCalls.open()) {
      MemorySegment input = PublicBytes.in(arena, parts);
      MemorySegment mac = calls.scratch(SHA256_BYTES);
      long state = calls.scratch(SodiumFunctions.HMAC256_STATE_BYTES).address();
      calls
          .call(SodiumFunctions.HMAC256_INIT, state, key.segment().address(), key.size())
          .call(SodiumFunctions.HMAC256_UPDATE, state, input.address(), input.byteSize())
          .call(SodiumFunctions.HMAC256_FINAL, state, mac.address())
          .run();
      return PublicBytes.out(mac);
    }
  }

  /** Whether {@code mac} is the HMAC-SHA256 of the parts, in time that tells nothing about it. */
  public static boolean verifySha256(SecretMemory key, byte[] mac, byte[]... parts) {
    return MessageDigest.isEqual(sha256(key, parts), mac);
  }

  /**
   * HMAC-SHA1, for one-time codes (RFC 6238) and nothing else; the key has at most 64 bytes.
   *
   * @return 20 bytes, of which a code shows a few digits: not to be stored or sent whole
   */
  public static byte[] sha1(SecretMemory key, byte[] message) {
    if (key.size() > Sha1.BLOCK_BYTES) {
      throw new CryptoFailure();
    }
    try (Arena arena = Arena.ofConfined();
        SecretMemory inner = SecretMemory.allocate(Sha1.DIGEST_BYTES)) {
      sha1(key, 0x36, PublicBytes.in(arena, message), inner.segment());
      MemorySegment mac = arena.allocate(Sha1.DIGEST_BYTES);
      sha1(key, 0x5c, inner.segment(), mac);
      return PublicBytes.out(mac);
    }
  }

  private static void sha1(SecretMemory key, int pad, MemorySegment input, MemorySegment digest) {
    MemorySegment bytes = key.segment();
    try (Sha1 hash = new Sha1()) {
      for (long i = 0; i < Sha1.BLOCK_BYTES; i++) {
        int keyByte = i < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, i) : 0;
        hash.put((byte) (keyByte ^ pad));
      }
      hash.update(input);
      hash.finish(digest);
    }
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
    return SecretMemory.filled(
        SHA512_BYTES,
        mac -> {
          try (SecretCalls calls = SecretCalls.open()) {
            long state = calls.scratch(SodiumFunctions.HMAC512_STATE_BYTES).address();
            calls
                .call(SodiumFunctions.HMAC512_INIT, state, key.address(), key.byteSize())
                .call(SodiumFunctions.HMAC512_UPDATE, state, data.address(), data.byteSize())
                .call(SodiumFunctions.HMAC512_FINAL, state, mac.address())
                .run();
          }
        });
  }
}
