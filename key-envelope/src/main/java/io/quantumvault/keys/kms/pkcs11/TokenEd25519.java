package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.sign.Ed25519;
import java.util.Arrays;

/**
 * Ed25519 keys that are made in a token and never leave it: nobody has a copy, the owner neither.
 *
 * <p>A key is found by its CKA_ID of 32 bytes, which says whose it is, cannot be changed, and is
 * read again at each signature. Each signature is verified strictly before it is returned. A lost
 * token is a lost key.
 */
public final class TokenEd25519 {
  private static final int ID_BYTES = 32;
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final String LABEL = "agent-wallet";

  /** The curve by its name, as PKCS#11 3.0 has it for this mechanism: a PrintableString. */
  private static final byte[] EDWARDS25519 = {
    0x13, 0x0c, 'e', 'd', 'w', 'a', 'r', 'd', 's', '2', '5', '5', '1', '9'
  };

  private final Pkcs11Token token;

  /** Takes a token that is logged in. */
  public TokenEd25519(Pkcs11Token token) {
    this.token = token;
  }

  /**
   * Makes a key that is CKA_SENSITIVE, not CKA_EXTRACTABLE and not CKA_MODIFIABLE.
   *
   * @param id 32 bytes that say whose it is
   * @return the 32-byte public key
   * @throws IllegalArgumentException when there is a key of that id
   * @throws KmsUnavailable when the token does not answer
   */
  public byte[] generate(byte[] id) {
    requireId(id);
    return token.change(session -> {
      if (find(session, id, Ck.CKO_PRIVATE_KEY).length > 0) {
        throw new IllegalArgumentException("there is a key of that id in the token");
      }
      Cryptoki.Pair pair =
          session
              .cryptoki()
              .generateKeyPair(
                  session.handle(),
                  Mechanism.of(Ck.CKM_EC_EDWARDS_KEY_PAIR_GEN),
                  lasting(Ck.CKO_PUBLIC_KEY, id)
                      .bytes(Ck.CKA_EC_PARAMS, EDWARDS25519)
                      .yes(Ck.CKA_VERIFY),
                  lasting(Ck.CKO_PRIVATE_KEY, id)
                      .yes(Ck.CKA_SENSITIVE, Ck.CKA_SIGN)
                      .no(Ck.CKA_EXTRACTABLE, Ck.CKA_DECRYPT, Ck.CKA_DERIVE));
      return publicKey(session, pair.publicKey());
    });
  }

  /**
   * The 32-byte public key of an id.
   *
   * @throws CryptoFailure when there is none
   */
  public byte[] publicKey(byte[] id) {
    requireId(id);
    return token.use(session -> publicKey(session, only(find(session, id, Ck.CKO_PUBLIC_KEY))));
  }

  /**
   * The 64-byte signature, under the key of that id and no other.
   *
   * @throws CryptoFailure when there is no such key, or it is not the one of {@code publicKey}
   * @throws KmsUnavailable when the token does not answer, or the key could leave it
   */
  public byte[] sign(byte[] id, byte[] publicKey, byte[] message) {
    requireId(id);
    return token.use(session -> {
      long key = only(find(session, id, Ck.CKO_PRIVATE_KEY));
      String reason = KeyCheck.whyNotSecret(session, key);
      if (!reason.isEmpty()) {
        throw new TokenRefused(
            "the key of an agent wallet in token %s is refused: %s"
                .formatted(token.label(), reason));
      }
      byte[] own = session.cryptoki().attributes(session.handle(), key, Ck.CKA_ID)[0];
      if (!Arrays.equals(own, id)) {
        throw new CryptoFailure();
      }
      byte[] signature =
          session
              .cryptoki()
              .sign(session.handle(), Mechanism.of(Ck.CKM_EDDSA), key, message, SIGNATURE_BYTES);
      if (!Ed25519.verify(publicKey, message, signature)) {
        throw new CryptoFailure();
      }
      return signature;
    });
  }

  private static Template lasting(long objectClass, byte[] id) {
    return Template.of(objectClass, Ck.CKK_EC_EDWARDS)
        .text(Ck.CKA_LABEL, LABEL)
        .bytes(Ck.CKA_ID, id)
        .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE)
        .no(Ck.CKA_MODIFIABLE);
  }

  private static long[] find(TokenSession session, byte[] id, long objectClass) {
    return session
        .cryptoki()
        .find(
            session.handle(),
            Template.of(objectClass, Ck.CKK_EC_EDWARDS).bytes(Ck.CKA_ID, id).yes(Ck.CKA_TOKEN),
            2);
  }

  private static long only(long[] found) {
    if (found.length != 1) {
      throw new CryptoFailure();
    }
    return found[0];
  }

  /** CKA_EC_POINT is an OCTET STRING around the point, or with some tokens the point alone. */
  private static byte[] publicKey(TokenSession session, long handle) {
    byte[] point = session.cryptoki().attributes(session.handle(), handle, Ck.CKA_EC_POINT)[0];
    if (point.length < KEY_BYTES) {
      throw new CryptoFailure();
    }
    return Arrays.copyOfRange(point, point.length - KEY_BYTES, point.length);
  }

  private static void requireId(byte[] id) {
    if (id.length != ID_BYTES) {
      throw new IllegalArgumentException("an id has 32 bytes");
    }
  }
}
