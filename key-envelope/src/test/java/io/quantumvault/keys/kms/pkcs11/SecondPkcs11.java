package io.quantumvault.keys.kms.pkcs11;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The wrapped bytes of the PKCS#11 provider, written and read with the JDK's cryptography alone.
 */
final class SecondPkcs11 {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RSA_BYTES = 384;

  private final KeyPair rsa;
  private final byte[] aes = random(32);

  SecondPkcs11() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BYTES * 8);
    rsa = generator.generateKeyPair();
  }

  /** Puts the same keys into a token, as if they had been made there. */
  Void importInto(TokenSession session, String rsaName, String aesName) {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.getPrivate();
    Cryptoki cryptoki = session.cryptoki();
    cryptoki.createObject(
        session.handle(),
        KeyKind.RSA_PUBLIC
            .onToken()
            .text(Ck.CKA_LABEL, "kms-" + rsaName + "-v1")
            .bytes(Ck.CKA_MODULUS, unsigned(key.getModulus()))
            .bytes(Ck.CKA_PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
            .yes(Ck.CKA_PRIVATE, Ck.CKA_ENCRYPT));
    cryptoki.createObject(
        session.handle(),
        KeyKind.RSA_PRIVATE
            .onToken()
            .text(Ck.CKA_LABEL, "kms-" + rsaName + "-v1")
            .bytes(Ck.CKA_MODULUS, unsigned(key.getModulus()))
            .bytes(Ck.CKA_PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
            .bytes(0x123, unsigned(key.getPrivateExponent()))
            .bytes(0x124, unsigned(key.getPrimeP()))
            .bytes(0x125, unsigned(key.getPrimeQ()))
            .bytes(0x126, unsigned(key.getPrimeExponentP()))
            .bytes(0x127, unsigned(key.getPrimeExponentQ()))
            .bytes(0x128, unsigned(key.getCrtCoefficient()))
            .yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_DECRYPT)
            .no(Ck.CKA_EXTRACTABLE));
    cryptoki.createObject(
        session.handle(),
        KeyKind.AES
            .onToken()
            .text(Ck.CKA_LABEL, "kms-" + aesName + "-v1")
            .bytes(Ck.CKA_VALUE, aes)
            .yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
            .no(Ck.CKA_EXTRACTABLE));
    return null;
  }

  byte[] wrapRsa(String name, int version, byte[] context, byte[] plain)
      throws GeneralSecurityException {
    byte[] content = random(32);
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(Cipher.ENCRYPT_MODE, rsa.getPublic(), OAEPParameterSpec.DEFAULT);
    byte[] encapsulated = oaep.doFinal(content);
    byte[] sealed = seal(content, name, context, plain);
    return header(version, 2 + RSA_BYTES + sealed.length)
        .putShort((short) RSA_BYTES)
        .put(encapsulated)
        .put(sealed)
        .array();
  }

  byte[] unwrapRsa(String name, byte[] context, byte[] wrapped) throws GeneralSecurityException {
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(Cipher.DECRYPT_MODE, rsa.getPrivate(), OAEPParameterSpec.DEFAULT);
    byte[] content = oaep.doFinal(wrapped, 7, RSA_BYTES);
    return open(content, name, context, Arrays.copyOfRange(wrapped, 7 + RSA_BYTES, wrapped.length));
  }

  byte[] wrapAes(String name, int version, byte[] context, byte[] plain)
      throws GeneralSecurityException {
    byte[] sealed = seal(aes, name, context, plain);
    return header(version, sealed.length).put(sealed).array();
  }

  byte[] unwrapAes(String name, byte[] context, byte[] wrapped) throws GeneralSecurityException {
    return open(aes, name, context, Arrays.copyOfRange(wrapped, 5, wrapped.length));
  }

  /** Provider 2, version u32 LE. */
  private static ByteBuffer header(int version, int more) {
    return ByteBuffer.allocate(5 + more)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 2)
        .putInt(version);
  }

  private static byte[] seal(byte[] key, String name, byte[] context, byte[] plain)
      throws GeneralSecurityException {
    byte[] iv = random(12);
    byte[] made = cipher(Cipher.ENCRYPT_MODE, key, iv, name, context).doFinal(plain);
    return ByteBuffer.allocate(28 + plain.length)
        .put(iv)
        .put(made, plain.length, 16)
        .put(made, 0, plain.length)
        .array();
  }

  private static byte[] open(byte[] key, String name, byte[] context, byte[] sealed)
      throws GeneralSecurityException {
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, 12), name, context);
    cipher.update(sealed, 28, sealed.length - 28);
    return cipher.doFinal(sealed, 12, 16);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, String name, byte[] context)
      throws GeneralSecurityException {
    ByteArrayOutputStream aad = new ByteArrayOutputStream();
    aad.writeBytes(("QuantumVault/v2/kms/" + name).getBytes(StandardCharsets.US_ASCII));
    aad.writeBytes(context);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad.toByteArray());
    return cipher;
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
