package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.memory.AesGcm;
import io.quantumvault.keys.memory.NativeCall;
import io.quantumvault.keys.memory.NativeCallAccess;
import io.quantumvault.keys.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** Wraps and unwraps under one object of a token; plaintext lies in key memory alone. */
final class TokenCipher {
  private static final int CONTENT_KEY_BYTES = 32;
  private static final int LENGTH_BYTES = 2;

  /** The ciphertext of an RSA key of 8192 bits. */
  private static final int MAX_RSA_BYTES = 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  private TokenCipher() {}

  /** Length u16 LE ‖ RSA-OAEP of a fresh key ‖ IV 12 ‖ tag 16 ‖ ciphertext under that key. */
  static byte[] rsaWrap(TokenSession session, long publicKey, byte[] aad, SecretMemory key) {
    try (SecretMemory content = SecretMemory.random(CONTENT_KEY_BYTES)) {
      byte[] encapsulated =
          NativeCall.reading(
              content,
              NativeCallAccess.token,
              address ->
                  session
                      .cryptoki()
                      .encrypt(
                          session.handle(),
                          Mechanism.RSA_OAEP,
                          publicKey,
                          address,
                          CONTENT_KEY_BYTES,
                          MAX_RSA_BYTES));
      byte[] sealed = AesGcm.seal(content, aad, key);
      return ByteBuffer.allocate(LENGTH_BYTES + encapsulated.length + sealed.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putShort((short) encapsulated.length)
          .put(encapsulated)
          .put(sealed)
          .array();
    }
  }

  static SecretMemory rsaUnwrap(TokenSession session, long privateKey, byte[] aad, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < LENGTH_BYTES) {
      throw new CryptoFailure();
    }
    int length = Short.toUnsignedInt(in.getShort());
    if (length < 1 || length > MAX_RSA_BYTES || length >= in.remaining()) {
      throw new CryptoFailure();
    }
    byte[] encapsulated = new byte[length];
    in.get(encapsulated);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    try (SecretMemory content =
        decrypted(session, Mechanism.RSA_OAEP, privateKey, encapsulated, MAX_RSA_BYTES)) {
      return AesGcm.open(content, aad, sealed);
    }
  }

  /** IV 12 ‖ tag 16 ‖ ciphertext, made in the token under an IV of this process. */
  static byte[] gcmWrap(TokenSession session, long secretKey, byte[] aad, SecretMemory key) {
    byte[] iv = new byte[AesGcm.IV_BYTES];
    RANDOM.nextBytes(iv);
    int size = key.size();
    byte[] made =
        NativeCall.reading(
            key,
            NativeCallAccess.token,
            address ->
                session
                    .cryptoki()
                    .encrypt(
                        session.handle(),
                        Mechanism.gcm(iv, aad),
                        secretKey,
                        address,
                        size,
                        size + AesGcm.TAG_BYTES));
    if (made.length != size + AesGcm.TAG_BYTES) {
      throw new CryptoFailure();
    }
    return ByteBuffer.allocate(AesGcm.OVERHEAD_BYTES + size)
        .put(iv)
        .put(made, size, AesGcm.TAG_BYTES)
        .put(made, 0, size)
        .array();
  }

  static SecretMemory gcmUnwrap(TokenSession session, long secretKey, byte[] aad, byte[] bytes) {
    int size = bytes.length - AesGcm.OVERHEAD_BYTES;
    if (size < 1) {
      throw new CryptoFailure();
    }
    byte[] iv = new byte[AesGcm.IV_BYTES];
    byte[] cipher = new byte[size + AesGcm.TAG_BYTES];
    ByteBuffer.wrap(bytes).get(iv).get(cipher, size, AesGcm.TAG_BYTES).get(cipher, 0, size);
    SecretMemory key = decrypted(session, Mechanism.gcm(iv, aad), secretKey, cipher, cipher.length);
    if (key.size() != size) {
      key.close();
      throw new CryptoFailure();
    }
    return key;
  }

  private static SecretMemory decrypted(
      TokenSession session, Mechanism mechanism, long key, byte[] cipher, int room) {
    try {
      return NativeCall.fillingUpTo(
          room,
          NativeCallAccess.token,
          address ->
              session.cryptoki().decrypt(session.handle(), mechanism, key, cipher, address, room));
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.CIPHERTEXT_REFUSED)) {
        throw new CryptoFailure();
      }
      if (e.isOneOf(Ckr.UNCLEAR)) {
        // A token that still answers for itself and for the key has refused the ciphertext.
        session.requireToken();
        session.cryptoki().attributes(session.handle(), key, Ck.CKA_LABEL);
        throw new CryptoFailure();
      }
      throw e;
    }
  }
}
