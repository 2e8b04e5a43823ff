package io.quantumvault.keys.kms.file;

import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.Hkdf;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Key and nonce of one HPKE message in base mode (RFC 9180, 4.1 and 5.1), with HKDF-SHA256.
 *
 * <p>The nonce is the context's base nonce: the first message uses it as it is, and a context here
 * has one message.
 */
@SuppressWarnings("ArrayRecordComponent") // used once, never compared
record HpkeSchedule(SecretMemory key, byte[] nonce) implements AutoCloseable {
  /** The number of AES-256-GCM among the AEADs. */
  static final int AES_256_GCM = 2;

  private static final int KEY_BYTES = 32;
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x20};
  private static final byte[] VERSION_LABEL = ascii("HPKE-v1");
  private static final byte[] NOTHING = {};
  private static final byte[] MODE_BASE = {0};

  /** ExtractAndExpand over what X25519 agreed on. */
  static SecretMemory sharedSecret(SecretMemory dh, byte[] encapsulated, byte[] recipient) {
    byte[] prefix = concat(VERSION_LABEL, KEM_SUITE, ascii("eae_prk"));
    byte[] info =
        labeledInfo(KEM_SUITE, "shared_secret", KEY_BYTES, concat(encapsulated, recipient));
    try (SecretMemory prk = Hkdf.extract(NOTHING, prefix, dh)) {
      return Hkdf.expand(prk, info, KEY_BYTES);
    }
  }

  /** KeySchedule without a pre-shared key, for an AEAD with 32-byte keys. */
  static HpkeSchedule of(SecretMemory shared, byte[] info, int aead) {
    byte[] suite = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, (byte) aead};
    byte[] context =
        concat(
            MODE_BASE,
            publicExtract(suite, "psk_id_hash", NOTHING),
            publicExtract(suite, "info_hash", info));
    byte[] noPsk = concat(VERSION_LABEL, suite, ascii("secret"));
    try (SecretMemory secret = Hkdf.extract(shared, noPsk)) {
      byte[] nonce =
          Hkdf.expandPublic(
              secret, labeledInfo(suite, "base_nonce", AesGcm.IV_BYTES, context), AesGcm.IV_BYTES);
      SecretMemory key =
          Hkdf.expand(secret, labeledInfo(suite, "key", KEY_BYTES, context), KEY_BYTES);
      return new HpkeSchedule(key, nonce);
    }
  }

  @Override
  public void close() {
    key.close();
  }

  /** LabeledExtract of public input without salt, which is public as well. */
  private static byte[] publicExtract(byte[] suite, String label, byte[] ikm) {
    return Hkdf.extractPublic(NOTHING, concat(VERSION_LABEL, suite, ascii(label), ikm));
  }

  private static byte[] labeledInfo(byte[] suite, String label, int size, byte[] info) {
    byte[] length = {(byte) (size >> 8), (byte) size};
    return concat(length, VERSION_LABEL, suite, ascii(label), info);
  }

  static byte[] concat(byte[]... parts) {
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
