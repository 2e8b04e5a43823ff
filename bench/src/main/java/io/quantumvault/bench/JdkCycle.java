package io.quantumvault.bench;

import io.quantumvault.keys.hierarchy.Hierarchy;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The cycle with the JDK's own providers, arrays wiped as far as they can be reached. */
final class JdkCycle {
  private final TradeKeys keys;
  private final PrivateKey key;

  JdkCycle(TradeKeys keys) {
    this.keys = keys;
    try {
      this.key = privateKey(keys.seed());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Open, derive, open, sign, wipe. */
  byte[] cycle() {
    try {
      byte[] ek = open(keys.wrapping(), keys.grant().bytes(), keys.sealedEk());
      byte[] privateKeyKey = derive(ek);
      byte[] seed = open(privateKeyKey, keys.seedAad(), keys.sealedSeed());
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

  private byte[] derive(byte[] ek) throws GeneralSecurityException {
    SecretKey derived =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "AES",
                HKDFParameterSpec.ofExtract()
                    .addSalt(keys.owner().salt())
                    .addIKM(ek)
                    .thenExpand(Hierarchy.privateKeyInfo(), 32));
    return derived.getEncoded();
  }

  /** A record is IV 12 ‖ tag 16 ‖ ciphertext; the JDK wants the tag last. */
  private static byte[] open(byte[] key, byte[] aad, byte[] record)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, record, 0, 12));
    cipher.updateAAD(aad);
    cipher.update(record, 28, record.length - 28);
    return cipher.doFinal(record, 12, 16);
  }
}
