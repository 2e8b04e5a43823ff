package io.quantumvault.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What HPKE (RFC 9180) hashes for every message alike, made once, so that a reference does not pay
 * for it each time: the product does not either.
 */
final class HpkeLabels {
  private static final byte[] VERSION = ascii("HPKE-v1");
  private static final byte[] KEM = {'K', 'E', 'M', 0x00, 0x20};
  private static final byte[] SUITE = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x02};

  static final byte[] EXTRACT_PREFIX = concat(VERSION, KEM, ascii("eae_prk"));
  static final byte[] EXPAND_PREFIX = concat(length(32), VERSION, KEM, ascii("shared_secret"));
  static final byte[] NO_PSK = concat(VERSION, SUITE, ascii("secret"));

  final byte[] key;
  final byte[] nonce;

  HpkeLabels(byte[] info) throws GeneralSecurityException {
    byte[] schedule =
        concat(new byte[] {0}, extract("psk_id_hash", new byte[0]), extract("info_hash", info));
    key = concat(length(32), VERSION, SUITE, ascii("key"), schedule);
    nonce = concat(length(12), VERSION, SUITE, ascii("base_nonce"), schedule);
  }

  private static byte[] extract(String label, byte[] ikm) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
    return mac.doFinal(concat(VERSION, SUITE, ascii(label), ikm));
  }

  private static byte[] length(int size) {
    return new byte[] {0, (byte) size};
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
