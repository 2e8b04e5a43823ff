package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.Hkdf;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.memory.X25519;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * HPKE base mode, one message (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * <p>Bytes: encapsulated key 32 ‖ ciphertext ‖ tag 16, as the RFC has them. Every value that a
 * holder of the message could not compute stays in key memory.
 */
final class Hpke {
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x20};
  private static final byte[] HPKE_SUITE = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x02};
  private static final byte[] VERSION_LABEL = ascii("HPKE-v1");
  private static final byte[] NOTHING = {};
  private static final byte MODE_BASE = 0;
  private static final int KEY_BYTES = 32;

  private Hpke() {}

  static byte[] seal(byte[] recipientPublicKey, byte[] info, byte[] aad, SecretMemory plaintext) {
    try (SecretMemory ephemeral = SecretMemory.random(KEY_BYTES)) {
      return seal(ephemeral, recipientPublicKey, info, aad, plaintext);
    }
  }

  /** With a given ephemeral key: for reference vectors, or one that is never used again. */
  static byte[] seal(
      SecretMemory ephemeral,
      byte[] recipientPublicKey,
      byte[] info,
      byte[] aad,
      SecretMemory plaintext) {
    byte[] encapsulated = X25519.publicKey(ephemeral);
    try (SecretMemory dh = X25519.agree(ephemeral, recipientPublicKey);
        SecretMemory shared = sharedSecret(dh, encapsulated, recipientPublicKey);
        Schedule schedule = schedule(shared, info)) {
      byte[] message = AesGcm.seal(schedule.key(), schedule.nonce(), aad, plaintext);
      return concat(encapsulated, tagLast(message));
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
        SecretMemory shared = sharedSecret(dh, encapsulated, publicKey);
        Schedule schedule = schedule(shared, info)) {
      return AesGcm.open(schedule.key(), aad, tagFirst(schedule.nonce(), ciphertext));
    }
  }

  /** ExtractAndExpand of RFC 9180, 4.1. */
  private static SecretMemory sharedSecret(SecretMemory dh, byte[] encapsulated, byte[] recipient) {
    byte[] prefix = concat(VERSION_LABEL, KEM_SUITE, ascii("eae_prk"));
    try (SecretMemory prk = Hkdf.extract(NOTHING, prefix, dh)) {
      return Hkdf.expand(
          prk,
          labeledInfo(KEM_SUITE, "shared_secret", concat(encapsulated, recipient), KEY_BYTES),
          KEY_BYTES);
    }
  }

  /** Key and base nonce: the first message of a context uses the nonce as it is. */
  private record Schedule(SecretMemory key, byte[] nonce) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
    }
  }

  /** KeySchedule of RFC 9180, 5.1, without a pre-shared key. */
  private static Schedule schedule(SecretMemory shared, byte[] info) {
    byte[] context =
        concat(
            new byte[] {MODE_BASE},
            publicExtract("psk_id_hash", NOTHING),
            publicExtract("info_hash", info));
    byte[] psk = concat(VERSION_LABEL, HPKE_SUITE, ascii("secret"));
    try (SecretMemory secret = Hkdf.extract(shared, psk)) {
      byte[] nonce =
          Hkdf.expandPublic(
              secret,
              labeledInfo(HPKE_SUITE, "base_nonce", context, AesGcm.IV_BYTES),
              AesGcm.IV_BYTES);
      return new Schedule(
          Hkdf.expand(secret, labeledInfo(HPKE_SUITE, "key", context, KEY_BYTES), KEY_BYTES),
          nonce);
    }
  }

  /** LabeledExtract of public input without salt, which is public as well. */
  private static byte[] publicExtract(String label, byte[] ikm) {
    return Hkdf.extractPublic(NOTHING, concat(VERSION_LABEL, HPKE_SUITE, ascii(label), ikm));
  }

  private static byte[] labeledInfo(byte[] suite, String label, byte[] info, int size) {
    byte[] length = {(byte) (size >> 8), (byte) size};
    return concat(length, VERSION_LABEL, suite, ascii(label), info);
  }

  /** IV ‖ tag ‖ ciphertext → ciphertext ‖ tag. */
  private static byte[] tagLast(byte[] message) {
    int ciphertextBytes = message.length - AesGcm.OVERHEAD_BYTES;
    byte[] out = new byte[ciphertextBytes + AesGcm.TAG_BYTES];
    System.arraycopy(message, AesGcm.OVERHEAD_BYTES, out, 0, ciphertextBytes);
    System.arraycopy(message, AesGcm.IV_BYTES, out, ciphertextBytes, AesGcm.TAG_BYTES);
    return out;
  }

  /** IV, and ciphertext ‖ tag → IV ‖ tag ‖ ciphertext. */
  private static byte[] tagFirst(byte[] iv, byte[] ciphertext) {
    int bytes = ciphertext.length - AesGcm.TAG_BYTES;
    byte[] out = new byte[AesGcm.OVERHEAD_BYTES + bytes];
    System.arraycopy(iv, 0, out, 0, AesGcm.IV_BYTES);
    System.arraycopy(ciphertext, bytes, out, AesGcm.IV_BYTES, AesGcm.TAG_BYTES);
    System.arraycopy(ciphertext, 0, out, AesGcm.OVERHEAD_BYTES, bytes);
    return out;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
