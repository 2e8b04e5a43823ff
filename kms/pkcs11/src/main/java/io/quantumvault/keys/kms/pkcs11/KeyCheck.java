package io.quantumvault.keys.kms.pkcs11;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a wrapping key in a token must be, asked each time one is used: an object that was good once
 * may have been replaced by another under the same label.
 */
final class KeyCheck {
  private static final int MIN_MODULUS_BITS = 3072;
  private static final int AES_KEY_BYTES = 32;
  private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
  static final String OPEN_TO_ALL =
      "it could have been put there without the PIN (CKA_PRIVATE is false)";

  private static final byte[] NO = {0};
  private static final byte[] YES = {1};

  private KeyCheck() {}

  /**
   * Whether the handle still is of the object that the label names.
   *
   * @throws TokenRefused when it is, and must not be used
   */
  static boolean holds(
      Pkcs11Token token, TokenSession session, KeyLabel label, KeyKind kind, long handle) {
    try {
      byte[][] is =
          session.cryptoki().attributes(session.handle(), handle, Ck.CKA_CLASS, Ck.CKA_LABEL);
      if (!Arrays.equals(is[0], Template.number(kind.objectClass()))
          || !Arrays.equals(is[1], label.text().getBytes(StandardCharsets.UTF_8))) {
        return false;
      }
      String reason =
          switch (kind) {
            case RSA_PUBLIC -> whyNotPublic(session, handle);
            case RSA_PRIVATE -> whyNotSecret(session, handle);
            case AES -> whyNotAes(session, handle);
          };
      if (!reason.isEmpty()) {
        throw new TokenRefused(
            "key %s in token %s refused: %s".formatted(label.text(), token.label(), reason));
      }
      return true;
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.HANDLE_STALE)) {
        return false;
      }
      throw e;
    }
  }

  /** Empty when it cannot leave the token, nor have been put there by anyone. */
  private static String whyNotSecret(TokenSession session, long handle) {
    byte[][] is =
        session
            .cryptoki()
            .attributes(
                session.handle(), handle, Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE);
    if (!Arrays.equals(is[0], YES)) {
      return OPEN_TO_ALL;
    }
    if (!Arrays.equals(is[1], YES)) {
      return "its value can be read (CKA_SENSITIVE is false)";
    }
    if (!Arrays.equals(is[2], NO)) {
      return "it can leave the token (CKA_EXTRACTABLE is true)";
    }
    return "";
  }

  /**
   * Nobody knows a key that the token itself made and never let out; one put there may have a copy.
   */
  private static String whyNotAes(TokenSession session, long handle) {
    String reason = whyNotSecret(session, handle);
    if (!reason.isEmpty()) {
      return reason;
    }
    byte[][] is =
        session
            .cryptoki()
            .attributes(
                session.handle(),
                handle,
                Ck.CKA_LOCAL,
                Ck.CKA_NEVER_EXTRACTABLE,
                Ck.CKA_ALWAYS_SENSITIVE,
                Ck.CKA_VALUE_LEN);
    if (!Arrays.equals(is[0], YES)) {
      return "it was not made in the token (CKA_LOCAL is false): rotate, so that one is";
    }
    if (!Arrays.equals(is[1], YES) || !Arrays.equals(is[2], YES)) {
      return "its value could once be read (CKA_NEVER_EXTRACTABLE or CKA_ALWAYS_SENSITIVE is false): rotate";
    }
    if (!Arrays.equals(is[3], Template.number(AES_KEY_BYTES))) {
      return "it is no AES key of 256 bits (CKA_VALUE_LEN)";
    }
    return "";
  }

  /** A public half that anyone can put there would be a way to read what is wrapped under it. */
  private static String whyNotPublic(TokenSession session, long handle) {
    byte[][] is =
        session
            .cryptoki()
            .attributes(
                session.handle(), handle, Ck.CKA_PRIVATE, Ck.CKA_MODULUS, Ck.CKA_PUBLIC_EXPONENT);
    if (!Arrays.equals(is[0], YES)) {
      return OPEN_TO_ALL;
    }
    return whyNotRsa(new BigInteger(1, is[1]), new BigInteger(1, is[2]));
  }

  /** Empty for a modulus and an exponent that rotation could have made. */
  private static String whyNotRsa(BigInteger modulus, BigInteger exponent) {
    if (modulus.bitLength() < MIN_MODULUS_BITS) {
      return "its modulus has less than 3072 bits";
    }
    if (!modulus.testBit(0) || !exponent.equals(EXPONENT)) {
      return "it is no RSA key with the exponent 65537";
    }
    return "";
  }
}
