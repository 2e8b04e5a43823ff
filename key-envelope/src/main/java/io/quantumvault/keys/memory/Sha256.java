package io.quantumvault.keys.memory;

import io.quantumvault.keys.CryptoFailure;

/** SHA-256 of a secret, from key memory to key memory. */
public final class Sha256 {
  private Sha256() {}

  /** The 32-byte digest. */
  public static SecretMemory of(SecretMemory secret) {
    return SecretMemory.filled(
        32,
        out -> {
          if (SodiumHashes.sha256(out, secret.segment(), secret.size()) != 0) {
            throw new CryptoFailure();
          }
        });
  }
}
