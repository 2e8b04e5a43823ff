package io.quantumvault.keys.memory;

import java.nio.charset.StandardCharsets;

/**
 * What a key schedule of HPKE hashes for every message of one application alike (RFC 9180, 5.1):
 * the info's hash and the labels. Made once and kept; there is nothing secret in it.
 */
public final class HpkeContext {
  /** The number of AES-256-GCM among the AEADs. */
  static final int AES_256_GCM = 2;

  private static final byte[] VERSION_LABEL = ascii("HPKE-v1");
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x20};
  private static final byte[] MODE_BASE = {0};
  private static final byte[] NOTHING = {};

  /** What stands before the value agreed on, where the KEM extracts. */
  static final byte[] KEM_EXTRACT_PREFIX =
      PublicBytes.concat(VERSION_LABEL, KEM_SUITE, ascii("eae_prk"));

  /** What stands before both public halves, where the KEM expands. */
  static final byte[] KEM_EXPAND_PREFIX = labeledInfo(KEM_SUITE, "shared_secret", 32, NOTHING);

  private final byte[] noPsk;
  private final byte[] keyInfo;
  private final byte[] nonceInfo;

  private HpkeContext(byte[] noPsk, byte[] keyInfo, byte[] nonceInfo) {
    this.noPsk = noPsk;
    this.keyInfo = keyInfo;
    this.nonceInfo = nonceInfo;
  }

  /** Of an application's info, for messages sealed with AES-256-GCM. */
  public static HpkeContext of(byte[] info) {
    return of(info, AES_256_GCM);
  }

  /** The same for another AEAD with 32-byte keys: for reference values. */
  static HpkeContext of(byte[] info, int aead) {
    byte[] suite = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, (byte) aead};
    byte[] schedule =
        PublicBytes.concat(
            MODE_BASE, extract(suite, "psk_id_hash", NOTHING), extract(suite, "info_hash", info));
    return new HpkeContext(
        PublicBytes.concat(VERSION_LABEL, suite, ascii("secret")),
        labeledInfo(suite, "key", 32, schedule),
        labeledInfo(suite, "base_nonce", AesGcm.IV_BYTES, schedule));
  }

  /** The input of the extraction that the shared secret salts, where there is no shared key. */
  byte[] noPsk() {
    return noPsk;
  }

  byte[] keyInfo() {
    return keyInfo;
  }

  byte[] nonceInfo() {
    return nonceInfo;
  }

  /** LabeledExtract of public input without salt, which is public as well. */
  private static byte[] extract(byte[] suite, String label, byte[] ikm) {
    return Hkdf.extractPublic(NOTHING, PublicBytes.concat(VERSION_LABEL, suite, ascii(label), ikm));
  }

  private static byte[] labeledInfo(byte[] suite, String label, int size, byte[] info) {
    byte[] length = {(byte) (size >> 8), (byte) size};
    return PublicBytes.concat(length, VERSION_LABEL, suite, ascii(label), info);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
