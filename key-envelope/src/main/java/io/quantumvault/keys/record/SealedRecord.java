package io.quantumvault.keys.record;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.SecretMemory;

/**
 * A secret at rest: AES-256-GCM under a random 12-byte IV, bound to what it belongs to.
 *
 * <p>Bytes: IV 12 ‖ tag 16 ‖ ciphertext. The IV is drawn anew each time; a key seals far fewer than
 * the 2<sup>32</sup> records up to which random IVs are safe (NIST SP 800-38D, 8.3).
 */
public final class SealedRecord {
  private SealedRecord() {}

  /** Seals the plaintext; both secrets stay the caller's. */
  public static byte[] seal(SecretMemory key, Aad aad, SecretMemory plaintext) {
    return AesGcm.seal(key, aad.bytes(), plaintext);
  }

  /**
   * Opens a record into key memory, the caller's to close.
   *
   * @throws CryptoFailure when key, context or any bit is not what was sealed
   */
  public static SecretMemory open(SecretMemory key, Aad aad, byte[] record) {
    return AesGcm.open(key, aad.bytes(), record);
  }

  /** The same for a record that came out of another wrapping, so lies in key memory. */
  public static SecretMemory open(SecretMemory key, Aad aad, SecretMemory record) {
    return AesGcm.open(key, aad.bytes(), record);
  }
}
