package io.quantumvault.schemas.proof;

import io.quantumvault.schemas.ids.Base58;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key pair from a fixed seed; signs with an implementation that the product does not verify with.
 */
final class CaseOwner {
  private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

  CaseOwner(int seed) {
    Arrays.fill(this.seed, (byte) seed);
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
  }

  String address() {
    return Base58.encode(publicKey);
  }

  byte[] sign(byte[] text) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, text, 0, text.length, signature, 0);
    return signature;
  }
}
