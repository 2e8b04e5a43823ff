package io.quantumvault.bench;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The signer's path with the JDK's own providers, arrays wiped as far as they can be reached. */
final class JdkCycle {
  private final TradeKeys keys;
  private final PrivateKey kmsKey;
  private final HpkeLabels labels;
  private final byte[] grantAad;
  private final byte[] seedAad;
  private final byte[] macInput;
  private final PrivateKey key;

  JdkCycle(TradeKeys keys) {
    this.keys = keys;
    this.grantAad = keys.grant().bytes();
    this.seedAad = keys.seedAad();
    this.macInput = keys.macInput();
    try {
      this.kmsKey =
          KeyFactory.getInstance("X25519", "SunEC")
              .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, keys.kmsPrivate()));
      this.labels = new HpkeLabels(TradeKeys.KMS_INFO);
      this.key = privateKey(keys.seed());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Unwrap, policy MAC, derive, open, sign, wipe. */
  byte[] signer() {
    try {
      byte[] ek = unwrap();
      byte[] mac = mac(hkdf(keys.owner().salt(), ek, TradeKeys.POLICY_MAC_INFO));
      if (!MessageDigest.isEqual(mac, keys.policy().mac())) {
        throw new IllegalStateException("policy");
      }
      byte[] privateKeyKey = hkdf(keys.owner().salt(), ek, TradeKeys.PRIVATE_KEY_INFO);
      byte[] seed = openSeed(privateKeyKey);
      byte[] signature = sign(privateKey(seed));
      Arrays.fill(ek, (byte) 0);
      Arrays.fill(privateKeyKey, (byte) 0);
      Arrays.fill(seed, (byte) 0);
      return signature;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The signature alone, with a key object that was made before. */
  byte[] sign() {
    try {
      return sign(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] sign(PrivateKey with) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519", "SunEC");
    signer.initSign(with);
    signer.update(keys.message());
    return signer.sign();
  }

  private static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519", "SunEC")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
  }

  /** HPKE in base mode (RFC 9180), which the JDK of this version has no class for. */
  private byte[] unwrap() throws GeneralSecurityException {
    byte[] wrapped = keys.wrappedEk();
    int at = TradeKeys.WRAPPED_HEADER_BYTES;
    byte[] encapsulated = Arrays.copyOfRange(wrapped, at, at + 32);
    KeyAgreement agreement = KeyAgreement.getInstance("X25519", "SunEC");
    agreement.init(kmsKey);
    agreement.doPhase(
        KeyFactory.getInstance("X25519", "SunEC")
            .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, number(encapsulated))),
        true);
    byte[] dh = agreement.generateSecret();
    byte[] prk = extract(new byte[0], HpkeLabels.concat(HpkeLabels.EXTRACT_PREFIX, dh));
    byte[] shared =
        expand(
            prk, HpkeLabels.concat(HpkeLabels.EXPAND_PREFIX, encapsulated, keys.kmsPublic()), 32);
    byte[] secret = extract(shared, HpkeLabels.NO_PSK);
    byte[] aesKey = expand(secret, labels.key, 32);
    byte[] nonce = expand(secret, labels.nonce, 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(aesKey, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(grantAad);
    byte[] ek = cipher.doFinal(wrapped, at + 32, wrapped.length - at - 32);
    for (byte[] array : new byte[][] {dh, prk, shared, secret, aesKey}) {
      Arrays.fill(array, (byte) 0);
    }
    return ek;
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] reversed = new byte[littleEndian.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private byte[] mac(byte[] policyKey) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(policyKey, "HmacSHA256"));
    byte[] made = mac.doFinal(macInput);
    Arrays.fill(policyKey, (byte) 0);
    return made;
  }

  private static byte[] extract(byte[] salt, byte[] ikm) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(ikm).extractOnly());
  }

  private static byte[] expand(byte[] prk, byte[] info, int size) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.expandOnly(new SecretKeySpec(prk, "HKDF-SHA256"), info, size));
  }

  private static byte[] hkdf(byte[] salt, byte[] ikm, byte[] info) throws GeneralSecurityException {
    SecretKey derived =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "AES",
                HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(ikm).thenExpand(info, 32));
    return derived.getEncoded();
  }

  /** A record is IV 12 ‖ tag 16 ‖ ciphertext; the JDK wants the tag last. */
  private byte[] openSeed(byte[] key32) throws GeneralSecurityException {
    byte[] record = keys.sealedSeed();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key32, "AES"),
        new GCMParameterSpec(128, record, 0, 12));
    cipher.updateAAD(seedAad);
    cipher.update(record, 28, record.length - 28);
    return cipher.doFinal(record, 12, 16);
  }
}
