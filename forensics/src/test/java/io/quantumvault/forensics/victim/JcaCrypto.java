package io.quantumvault.forensics.victim;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The layouts of docs/keys.md on what the JDK brings. */
public final class JcaCrypto {
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0, 0x20};
  private static final byte[] HPKE_SUITE = {'H', 'P', 'K', 'E', 0, 0x20, 0, 1, 0, 2};
  private static final byte[] NOTHING = {};

  private JcaCrypto() {}

  /** Every secret between the private key and the content key of one HPKE message (RFC 9180). */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record HpkeSecrets(
      byte[] agreed,
      byte[] extracted,
      byte[] shared,
      byte[] scheduleSecret,
      byte[] key,
      byte[] nonce) {
    /** Overwrites all of them. */
    void wipe() {
      for (byte[] secret : new byte[][] {agreed, extracted, shared, scheduleSecret, key, nonce}) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  /** The secrets of the message that starts with this encapsulated key. */
  public static HpkeSecrets hpke(
      byte[] privateKey, byte[] recipient, byte[] encapsulated, byte[] info)
      throws GeneralSecurityException {
    byte[] agreed = x25519(privateKey, encapsulated);
    byte[] extracted = labeledExtract(KEM_SUITE, NOTHING, "eae_prk", agreed);
    byte[] kemContext = concat(encapsulated, recipient);
    byte[] shared = labeledExpand(KEM_SUITE, extracted, "shared_secret", kemContext, 32);
    byte[] context =
        concat(
            new byte[1],
            labeledExtract(HPKE_SUITE, NOTHING, "psk_id_hash", NOTHING),
            labeledExtract(HPKE_SUITE, NOTHING, "info_hash", info));
    byte[] secret = labeledExtract(HPKE_SUITE, shared, "secret", NOTHING);
    return new HpkeSecrets(
        agreed,
        extracted,
        shared,
        secret,
        labeledExpand(HPKE_SUITE, secret, "key", context, 32),
        labeledExpand(HPKE_SUITE, secret, "base_nonce", context, 12));
  }

  /** HKDF-Extract (RFC 5869). */
  public static byte[] extract(byte[] salt, byte[] input) throws GeneralSecurityException {
    return hmac(salt.length == 0 ? new byte[32] : salt, input);
  }

  /** HKDF-Expand to at most 32 bytes. */
  public static byte[] expand(byte[] prk, byte[] info, int size) throws GeneralSecurityException {
    byte[] block = hmac(prk, concat(info, new byte[] {1}));
    byte[] result = Arrays.copyOf(block, size);
    Arrays.fill(block, (byte) 0);
    return result;
  }

  /** HMAC-SHA256. */
  public static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  /** AES-256-GCM with the tag behind the ciphertext. */
  public static byte[] gcm(int mode, byte[] key, byte[] iv, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(input);
  }

  /** A derivation info: prefix ‖ label ‖ 0. */
  public static byte[] info(String label) {
    return ascii("QuantumVault/v2/" + label + "\0");
  }

  /** One after another. */
  public static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] x25519(byte[] privateKey, byte[] publicKey)
      throws GeneralSecurityException {
    KeyFactory keys = KeyFactory.getInstance("X25519");
    PrivateKey own =
        keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
    byte[] u = new byte[32];
    for (int i = 0; i < 32; i++) {
      u[i] = publicKey[31 - i];
    }
    PublicKey other =
        keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, u)));
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(own);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] input)
      throws GeneralSecurityException {
    return extract(salt, concat(ascii("HPKE-v1"), suite, ascii(label), input));
  }

  private static byte[] labeledExpand(
      byte[] suite, byte[] prk, String label, byte[] context, int size)
      throws GeneralSecurityException {
    byte[] length = {0, (byte) size};
    return expand(prk, concat(length, ascii("HPKE-v1"), suite, ascii(label), context), size);
  }
}
