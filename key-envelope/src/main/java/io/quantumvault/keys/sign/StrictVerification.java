package io.quantumvault.keys.sign;

import io.quantumvault.keys.memory.Ed25519Seed;
import java.util.Arrays;

/**
 * The strict rule on top of libsodium, which leaves one gap: it multiplies the equation by the
 * cofactor, so it forgives a difference of small order.
 *
 * <p>Where A and R both lie in the prime-order subgroup there is nothing to forgive and its answer
 * stands. Keys made by signing libraries are always like that. For the rest, which only somebody
 * hunting for such differences makes, the equation is computed exactly.
 */
final class StrictVerification {
  private StrictVerification() {}

  static boolean accepts(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != Ed25519Seed.KEY_BYTES
        || signature.length != Ed25519Seed.SIGNATURE_BYTES
        || !Ed25519Seed.sodiumAccepts(publicKey, message, signature)) {
      return false;
    }
    byte[] r = Arrays.copyOf(signature, 32);
    if (Ed25519Seed.isInMainSubgroup(publicKey) && Ed25519Seed.isInMainSubgroup(r)) {
      return true;
    }
    return ExactEquation.holds(publicKey, message, signature);
  }
}
