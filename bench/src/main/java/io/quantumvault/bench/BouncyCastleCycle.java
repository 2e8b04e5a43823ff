package io.quantumvault.bench;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The signer's path with BouncyCastle's lightweight interface, arrays wiped as far as they can be
 * reached.
 */
final class BouncyCastleCycle {
  private final TradeKeys keys;
  private final HPKE hpke =
      new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  private final AsymmetricCipherKeyPair kmsKey;
  private final byte[] grantAad;
  private final byte[] seedAad;
  private final byte[] macInput;
  private final Ed25519PrivateKeyParameters key;

  BouncyCastleCycle(TradeKeys keys) {
    this.keys = keys;
    this.kmsKey = hpke.deserializePrivateKey(keys.kmsPrivate(), keys.kmsPublic());
    this.grantAad = keys.grant().bytes();
    this.seedAad = keys.seedAad();
    this.macInput = keys.macInput();
    this.key = new Ed25519PrivateKeyParameters(keys.seed(), 0);
    key.generatePublicKey();
  }

  /** Unwrap, policy MAC, derive, open, sign, wipe. */
  byte[] signer() {
    byte[] ek = unwrap();
    if (!MessageDigest.isEqual(mac(derive(ek, TradeKeys.POLICY_MAC_INFO)), keys.policy().mac())) {
      throw new IllegalStateException("policy");
    }
    byte[] privateKeyKey = derive(ek, TradeKeys.PRIVATE_KEY_INFO);
    byte[] seed = open(privateKeyKey, seedAad, keys.sealedSeed());
    // The public key is known, as the product knows it: deriving it would cost as much again.
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, keys.agent(), 0, keys.message(), 0, keys.message().length, signature, 0);
    Arrays.fill(ek, (byte) 0);
    Arrays.fill(privateKeyKey, (byte) 0);
    Arrays.fill(seed, (byte) 0);
    return signature;
  }

  private byte[] unwrap() {
    byte[] wrapped = keys.wrappedEk();
    int at = TradeKeys.WRAPPED_HEADER_BYTES;
    try {
      return hpke.open(
          Arrays.copyOfRange(wrapped, at, at + 32),
          kmsKey,
          TradeKeys.KMS_INFO,
          grantAad,
          Arrays.copyOfRange(wrapped, at + 32, wrapped.length),
          null,
          null,
          null);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] derive(byte[] ek, byte[] info) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
    hkdf.init(new HKDFParameters(ek, keys.owner().salt(), info));
    byte[] derived = new byte[32];
    hkdf.generateBytes(derived, 0, 32);
    return derived;
  }

  private byte[] mac(byte[] policyKey) {
    HMac mac = new HMac(SHA256Digest.newInstance());
    mac.init(new KeyParameter(policyKey));
    mac.update(macInput, 0, macInput.length);
    byte[] made = new byte[32];
    mac.doFinal(made, 0);
    Arrays.fill(policyKey, (byte) 0);
    return made;
  }

  /** The signature alone, with a key object that knows its public half. */
  byte[] sign() {
    return sign(key);
  }

  private byte[] sign(Ed25519PrivateKeyParameters with) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, with);
    signer.update(keys.message(), 0, keys.message().length);
    return signer.generateSignature();
  }

  /** A record is IV 12 ‖ tag 16 ‖ ciphertext; BouncyCastle wants the tag last. */
  private static byte[] open(byte[] key, byte[] aad, byte[] record) {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        false, new AEADParameters(new KeyParameter(key), 128, Arrays.copyOf(record, 12), aad));
    byte[] plain = new byte[cipher.getOutputSize(record.length - 12)];
    int done = cipher.processBytes(record, 28, record.length - 28, plain, 0);
    done += cipher.processBytes(record, 12, 16, plain, done);
    try {
      cipher.doFinal(plain, done);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e);
    }
    return plain;
  }
}
