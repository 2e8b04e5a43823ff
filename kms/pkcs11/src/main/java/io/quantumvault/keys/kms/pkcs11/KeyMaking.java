package io.quantumvault.keys.kms.pkcs11;

import java.math.BigInteger;

/** Makes the objects of one version in a token; none of them can leave it or be changed. */
final class KeyMaking {
  private static final int MODULUS_BITS = 3072;
  private static final byte[] EXPONENT = {1, 0, 1};
  private static final int AES_KEY_BYTES = 32;

  private KeyMaking() {}

  static void aes(TokenSession session, KeyLabel label, byte[] id) {
    Template key =
        locked(KeyKind.AES.onToken(), label, id)
            .number(Ck.CKA_VALUE_LEN, AES_KEY_BYTES)
            .yes(Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
            .no(Ck.CKA_SIGN, Ck.CKA_VERIFY, Ck.CKA_WRAP, Ck.CKA_UNWRAP, Ck.CKA_DERIVE);
    session.cryptoki().generateKey(session.handle(), Mechanism.of(Ck.CKM_AES_KEY_GEN), key);
  }

  /**
   * The private half alone; its public half lasts once {@link #putPublic} has put it where it
   * wraps.
   */
  static void rsaPrivate(TokenSession session, KeyLabel label, byte[] id) {
    Template passing =
        KeyKind.RSA_PUBLIC
            .template()
            .no(Ck.CKA_TOKEN)
            .yes(Ck.CKA_PRIVATE)
            .number(Ck.CKA_MODULUS_BITS, MODULUS_BITS)
            .bytes(Ck.CKA_PUBLIC_EXPONENT, EXPONENT);
    Template privateHalf =
        locked(KeyKind.RSA_PRIVATE.onToken(), label, id)
            .yes(Ck.CKA_DECRYPT)
            .no(Ck.CKA_SIGN, Ck.CKA_UNWRAP, Ck.CKA_DERIVE);
    session
        .cryptoki()
        .generateKeyPair(
            session.handle(), Mechanism.of(Ck.CKM_RSA_PKCS_KEY_PAIR_GEN), passing, privateHalf);
  }

  /** From here on the version wraps. */
  static void putPublic(TokenSession session, KeyLabel label, byte[] id, PublicHalf half) {
    session
        .cryptoki()
        .createObject(
            session.handle(),
            KeyKind.RSA_PUBLIC
                .onToken()
                .text(Ck.CKA_LABEL, label.text())
                .bytes(Ck.CKA_ID, id)
                .bytes(Ck.CKA_MODULUS, PublicHalf.unsigned(half.modulus()))
                .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicHalf.unsigned(half.exponent()))
                .yes(Ck.CKA_ENCRYPT)
                .no(Ck.CKA_MODIFIABLE, Ck.CKA_VERIFY, Ck.CKA_WRAP, Ck.CKA_DERIVE));
  }

  /** Reads the public half of a private one. */
  static PublicHalf publicHalf(TokenSession session, long handle) {
    byte[][] is =
        session
            .cryptoki()
            .attributes(session.handle(), handle, Ck.CKA_MODULUS, Ck.CKA_PUBLIC_EXPONENT);
    return new PublicHalf(new BigInteger(1, is[0]), new BigInteger(1, is[1]));
  }

  private static Template locked(Template template, KeyLabel label, byte[] id) {
    return template
        .text(Ck.CKA_LABEL, label.text())
        .bytes(Ck.CKA_ID, id)
        .yes(Ck.CKA_SENSITIVE)
        .no(Ck.CKA_EXTRACTABLE, Ck.CKA_MODIFIABLE);
  }
}
