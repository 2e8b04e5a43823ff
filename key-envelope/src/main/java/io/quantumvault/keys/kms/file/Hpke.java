package io.quantumvault.keys.kms.file;

import static io.quantumvault.keys.kms.file.HpkeSchedule.AES_256_GCM;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import java.util.Arrays;

/**
 * HPKE base mode, one message (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * <p>Bytes: encapsulated key 32 ‖ ciphertext ‖ tag 16, as the RFC has them. Every value that a
 * holder of the message could not compute stays in key memory.
 */
final class Hpke {
  private static final int KEY_BYTES = X25519.KEY_BYTES;

  private Hpke() {}

  static byte[] seal(byte[] recipientPublicKey, byte[] info, byte[] aad, SecretMemory plaintext) {
    try (SecretMemory ephemeral = SecretMemory.random(KEY_BYTES)) {
      return seal(ephemeral, recipientPublicKey, info, aad, plaintext);
    }
  }

  /** With a given ephemeral key, which must never be used again: for reference values. */
  static byte[] seal(
      SecretMemory ephemeral,
      byte[] recipientPublicKey,
      byte[] info,
      byte[] aad,
      SecretMemory plaintext) {
    byte[] encapsulated = X25519.publicKey(ephemeral);
    try (SecretMemory dh = X25519.agree(ephemeral, recipientPublicKey);
        SecretMemory shared = HpkeSchedule.sharedSecret(dh, encapsulated, recipientPublicKey);
        HpkeSchedule schedule = HpkeSchedule.of(shared, info, AES_256_GCM)) {
      byte[] message = AesGcm.seal(schedule.key(), schedule.nonce(), aad, plaintext);
      return HpkeSchedule.concat(encapsulated, tagLast(message));
    }
  }

  static SecretMemory open(SecretMemory privateKey, byte[] info, byte[] aad, byte[] sealed) {
    if (sealed.length <= KEY_BYTES + AesGcm.TAG_BYTES) {
      throw new CryptoFailure();
    }
    byte[] encapsulated = Arrays.copyOf(sealed, KEY_BYTES);
    byte[] ciphertext = Arrays.copyOfRange(sealed, KEY_BYTES, sealed.length);
    byte[] publicKey = X25519.publicKey(privateKey);
    try (SecretMemory dh = X25519.agree(privateKey, encapsulated);
        SecretMemory shared = HpkeSchedule.sharedSecret(dh, encapsulated, publicKey);
        HpkeSchedule schedule = HpkeSchedule.of(shared, info, AES_256_GCM)) {
      return AesGcm.open(schedule.key(), aad, tagFirst(schedule.nonce(), ciphertext));
    }
  }

  /** IV ‖ tag ‖ ciphertext → ciphertext ‖ tag. */
  private static byte[] tagLast(byte[] message) {
    return HpkeSchedule.concat(
        Arrays.copyOfRange(message, AesGcm.OVERHEAD_BYTES, message.length),
        Arrays.copyOfRange(message, AesGcm.IV_BYTES, AesGcm.OVERHEAD_BYTES));
  }

  /** IV, and ciphertext ‖ tag → IV ‖ tag ‖ ciphertext. */
  private static byte[] tagFirst(byte[] iv, byte[] ciphertext) {
    int size = ciphertext.length - AesGcm.TAG_BYTES;
    return HpkeSchedule.concat(
        iv,
        Arrays.copyOfRange(ciphertext, size, ciphertext.length),
        Arrays.copyOf(ciphertext, size));
  }
}
