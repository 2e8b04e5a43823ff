package io.quantumvault.keys.kms.pkcs11;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ed25519 keys that are made in a PKCS#11 token, sign there and never leave it (PKCS #11 3.0, 6.3:
 * CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA). It may be used by many threads.
 *
 * <p>A key is named by its CKA_ID of 32 bytes, which says whose it is. It is CKA_SENSITIVE, not
 * CKA_EXTRACTABLE and not CKA_MODIFIABLE; this and the CKA_ID are asked of the token before each
 * signature. A signature leaves here only when it is good under the expected public key, by the
 * strict rule of {@link Ed25519}: a token that signs wrongly, or with another key, says nothing.
 * Objects without CKA_PRIVATE, which anybody can put there without the PIN, are passed over.
 *
 * <p>Nobody waits longer than a limit for a token that hangs.
 */
public final class TokenEd25519 implements AutoCloseable {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** id-Ed25519, 1.3.101.112 (RFC 8410), as DER. */
  private static final byte[] CURVE = {0x06, 0x03, 0x2b, 0x65, 0x70};

  /** What a new key signs once, so that nobody pays to an address that cannot sign. */
  private static final byte[] TRIAL =
      "QuantumVault/v2/token-key".getBytes(StandardCharsets.US_ASCII);

  private final Pkcs11Token token;
  private final ReentrantLock making = new ReentrantLock();
  private final ConcurrentMap<Bytes32, Handle> handles = new ConcurrentHashMap<>();

  TokenEd25519(Pkcs11Token token) {
    this.token = token;
  }

  private record Handle(long number, int login) {}

  /** As {@link #open(Pkcs11Settings, Duration)} with five seconds. */
  public static TokenEd25519 open(Pkcs11Settings settings) {
    return open(settings, Resilience.USUAL.limit());
  }

  /**
   * Logs in to the token.
   *
   * @param limit how long anybody waits for one call
   * @throws TokenRefused when the library, the PIN or the PIN file is refused, with the reason
   * @throws KmsUnavailable when the token is not there, or does not answer within 30 seconds
   */
  public static TokenEd25519 open(Pkcs11Settings settings, Duration limit) {
    return new TokenEd25519(Pkcs11Token.open(settings, limit));
  }

  /**
   * Makes the key of that id, unless it is there: asking again, such as after a crash, makes no
   * second one. A new key has signed once.
   *
   * @return its public key
   * @throws CryptoFailure when the token made something that does not sign as it must
   * @throws KmsUnavailable when the token does not answer; then nothing half-made is left, as far
   *     as it can still be reached. A token that was only late may have the key: asking again tells
   */
  public byte[] generate(Bytes32 id) {
    return token.within(() -> generated(id));
  }

  private byte[] generated(Bytes32 id) {
    try {
      making.lockInterruptibly();
    } catch (InterruptedException e) {
      throw new KmsUnavailable("pkcs11: interrupted while another key is being made");
    }
    try {
      return token.change(session ->
          withId(session, Ck.CKO_PRIVATE_KEY, id).length > 0
              ? publicKey(session, id)
              : make(session, id));
    } finally {
      making.unlock();
    }
  }

  private byte[] make(TokenSession session, Bytes32 id) {
    Cryptoki.Pair pair =
        session
            .cryptoki()
            .generateKeyPair(
                session.handle(),
                Mechanism.of(Ck.CKM_EC_EDWARDS_KEY_PAIR_GEN),
                half(Ck.CKO_PUBLIC_KEY, id).bytes(Ck.CKA_EC_PARAMS, CURVE).yes(Ck.CKA_VERIFY),
                half(Ck.CKO_PRIVATE_KEY, id)
                    .yes(Ck.CKA_SENSITIVE, Ck.CKA_SIGN)
                    .no(Ck.CKA_EXTRACTABLE, Ck.CKA_DECRYPT, Ck.CKA_UNWRAP, Ck.CKA_DERIVE));
    try {
      byte[] publicKey = publicKey(session, id);
      signWith(session, pair.privateKey(), id, publicKey, TRIAL);
      return publicKey;
    } catch (Throwable t) {
      destroyQuietly(session, pair.publicKey());
      destroyQuietly(session, pair.privateKey());
      throw t;
    }
  }

  private static Template half(long objectClass, Bytes32 id) {
    return Template.of(objectClass, Ck.CKK_EC_EDWARDS)
        .bytes(Ck.CKA_ID, id.toBytes())
        .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE)
        .no(Ck.CKA_MODIFIABLE);
  }

  private static void destroyQuietly(TokenSession session, long handle) {
    try {
      session.cryptoki().destroyObject(session.handle(), handle);
    } catch (CkFailure e) {
      // What failed before is told; this would hide it.
    }
  }

  /**
   * The public key of that id.
   *
   * @throws CryptoFailure when there is no such key
   * @throws KmsUnavailable when the token does not answer
   */
  public byte[] publicKey(Bytes32 id) {
    return token.within(() -> token.use(session -> publicKey(session, id)));
  }

  private byte[] publicKey(TokenSession session, Bytes32 id) {
    long half = only(session, Ck.CKO_PUBLIC_KEY, id);
    byte[] point = session.cryptoki().attributes(session.handle(), half, Ck.CKA_EC_POINT)[0];
    // PKCS #11 3.0 has the raw point; SoftHSM, as others of its time, has it in an OCTET STRING.
    if (point.length == KEY_BYTES + 2 && point[0] == 0x04 && point[1] == KEY_BYTES) {
      return Arrays.copyOfRange(point, 2, point.length);
    }
    if (point.length != KEY_BYTES) {
      throw new CryptoFailure();
    }
    return point;
  }

  /**
   * Signs with the key of that id.
   *
   * @param publicKey the one that {@link #generate} returned, out of the caller's own records
   * @return the 64-byte signature
   * @throws CryptoFailure when there is no such key, or its signature is not good under that public
   *     key
   * @throws KmsUnavailable when the token does not answer, or the key is one that must not be used
   */
  public byte[] sign(Bytes32 id, byte[] publicKey, byte[] message) {
    return token.within(() -> token.use(session -> sign(session, id, publicKey, message)));
  }

  private byte[] sign(TokenSession session, Bytes32 id, byte[] publicKey, byte[] message) {
    Handle known = handles.get(id);
    if (known != null && known.login() == session.login() && isOf(session, known.number(), id)) {
      return signed(session, known.number(), publicKey, message);
    }
    long found = only(session, Ck.CKO_PRIVATE_KEY, id);
    byte[] signature = signWith(session, found, id, publicKey, message);
    handles.put(id, new Handle(found, session.login()));
    return signature;
  }

  /** The last look before signing is at the very object that signs. */
  byte[] signWith(TokenSession session, long handle, Bytes32 id, byte[] publicKey, byte[] message) {
    if (!isOf(session, handle, id)) {
      throw new CryptoFailure();
    }
    return signed(session, handle, publicKey, message);
  }

  private static byte[] signed(
      TokenSession session, long handle, byte[] publicKey, byte[] message) {
    byte[] signature =
        session
            .cryptoki()
            .sign(session.handle(), Mechanism.of(Ck.CKM_EDDSA), handle, message, SIGNATURE_BYTES);
    if (!Ed25519.verify(publicKey, message, signature)) {
      throw new CryptoFailure();
    }
    return signature;
  }

  private long only(TokenSession session, long objectClass, Bytes32 id) {
    long[] found = withId(session, objectClass, id);
    if (found.length == 1) {
      return found[0];
    }
    session.requireToken();
    if (found.length > 1) {
      throw new TokenRefused("two keys in token %s have the same id".formatted(token.label()));
    }
    throw new CryptoFailure();
  }

  private static long[] withId(TokenSession session, long objectClass, Bytes32 id) {
    return session
        .cryptoki()
        .find(
            session.handle(),
            Template.of(objectClass, Ck.CKK_EC_EDWARDS)
                .bytes(Ck.CKA_ID, id.toBytes())
                .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE));
  }

  private boolean isOf(TokenSession session, long handle, Bytes32 id) {
    try {
      byte[][] is =
          session
              .cryptoki()
              .attributes(session.handle(), handle, Ck.CKA_CLASS, Ck.CKA_ID, Ck.CKA_MODIFIABLE);
      if (!Arrays.equals(is[0], Template.number(Ck.CKO_PRIVATE_KEY))
          || !Arrays.equals(is[1], id.toBytes())) {
        return false;
      }
      String reason = KeyCheck.whyNotSecret(session, handle);
      if (reason.isEmpty() && is[2][0] != 0) {
        reason = "its id can be changed (CKA_MODIFIABLE is true)";
      }
      if (!reason.isEmpty()) {
        throw new TokenRefused(
            "ed25519 key %s in token %s refused: %s".formatted(id, token.label(), reason));
      }
      return true;
    } catch (CkFailure e) {
      if (e.isOneOf(Ckr.HANDLE_STALE)) {
        return false;
      }
      throw e;
    }
  }

  /** For tests: what a call is made on. */
  Pkcs11Token token() {
    return token;
  }

  /** Closes the sessions. */
  @Override
  public void close() {
    token.close();
  }
}
