package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;
import java.lang.foreign.MemorySegment;

/** The halves of an X25519 key (RFC 7748), the private one in key memory. {@link Hpke} agrees. */
public final class X25519 {
  /** Bytes of either half. */
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

  private static void requireSize(int size) {
    if (size != KEY_BYTES) {
      throw new CryptoFailure();
    }
  }
}
