package io.quantumvault.schemas.proof;

/**
 * Whether a key signed a text. The contracts know no cryptography: the strict ed25519 rule of the
 * keys is handed in by whoever asks.
 */
@FunctionalInterface
public interface SignatureCheck {
  /**
   * True only for a signature that every strict verifier takes.
   *
   * @param publicKey 32 bytes
   * @param signature of any length; only one of 64 bytes can be true
   */
  boolean signed(byte[] publicKey, byte[] text, byte[] signature);
}
