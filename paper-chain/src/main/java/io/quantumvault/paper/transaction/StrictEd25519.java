package io.quantumvault.paper.transaction;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 verification (RFC 8032) at least as strict as a validator's: keys and commitments of
 * small order are refused, and both must lie in the prime-order group, where the cofactored and the
 * cofactorless equation agree. Every honest signer's do.
 */
public final class StrictEd25519 {
  private StrictEd25519() {}

  public static boolean verify(byte[] signature, byte[] publicKey, byte[] message) {
    if (signature.length != Ed25519.SIGNATURE_SIZE || publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
      return false;
    }
    byte[] commitment = Arrays.copyOf(signature, Ed25519.PUBLIC_KEY_SIZE);
    return Ed25519.validatePublicKeyFull(publicKey, 0)
        && Ed25519.validatePublicKeyFull(commitment, 0)
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
