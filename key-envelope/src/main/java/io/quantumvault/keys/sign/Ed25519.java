package io.quantumvault.keys.sign;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.Ed25519Seed;
import io.quantumvault.keys.memory.SecretMemory;
import java.security.MessageDigest;

/**
 * Ed25519 (RFC 8032) with the seed in key memory.
 *
 * <p>Verification is strict and equals what Solana's run-time does: S below the group order; A and
 * R canonical, on the curve and not of small order; the equation without the cofactor. So every
 * verifier of this project says the same about the same bytes.
 */
public final class Ed25519 {
  private Ed25519() {}

  /** The 32-byte public key of a seed. */
  public static byte[] publicKey(SecretMemory seed) {
    return Ed25519Seed.publicKey(seed);
  }

  /**
   * The 64-byte signature.
   *
   * @throws CryptoFailure when the public key is not the seed's: signing with a foreign one would
   *     give the seed away
   */
  public static byte[] sign(SecretMemory seed, byte[] publicKey, byte[] message) {
    if (!MessageDigest.isEqual(Ed25519Seed.publicKey(seed), publicKey)) {
      throw new CryptoFailure();
    }
    return Ed25519Seed.signBound(seed, publicKey, message);
  }

  /** Whether the signature is good; false for anything malformed. */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return StrictVerification.accepts(publicKey, message, signature);
  }
}
