package io.quantumvault.keys.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.record.Bytes32;
import io.quantumvault.keys.sign.Ed25519;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenEd25519IT {
  private final Random random = TestSecrets.random(getClass());
  private final Bytes32 id = Bytes32.of(TestSecrets.bytes(random, 32));
  private final Bytes32 otherId = Bytes32.of(TestSecrets.bytes(random, 32));
  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  @Test
  void signsAnyMessageUnderItsPublicKey() {
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);
      assertThat(keys.publicKey(id)).isEqualTo(publicKey);
      for (int size : new int[] {0, 1, 32, 215, 1232}) {
        byte[] message = TestSecrets.bytes(random, size);

        byte[] signature = keys.sign(id, publicKey, message);

        assertThat(Ed25519.verify(publicKey, message, signature)).isTrue();
        Ed25519Signer other = new Ed25519Signer();
        other.init(false, new Ed25519PublicKeyParameters(publicKey));
        other.update(message, 0, size);
        assertThat(other.verifySignature(signature)).isTrue();
      }
    }
  }

  @Test
  void askingAgainForAKeyMakesNoSecondOne() {
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);

      assertThat(keys.generate(id)).isEqualTo(publicKey);
      assertThat(keys.generate(otherId)).isNotEqualTo(publicKey);
      assertThat(keys.sign(id, publicKey, new byte[8])).hasSize(64);
    }
  }

  @Test
  void anIdWithoutAKeyAndAForeignPublicKeyAreRefused() {
    byte[] message = {1, 2, 3};
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);
      byte[] otherPublicKey = keys.generate(otherId);
      Bytes32 unknown = Bytes32.of(TestSecrets.bytes(random, 32));

      assertThatThrownBy(() -> keys.sign(unknown, publicKey, message))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.publicKey(unknown)).isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.sign(id, otherPublicKey, message))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.sign(otherId, publicKey, message))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  /** The public key matches the object, so only the id tells that it is another wallet's. */
  @Test
  void anObjectWithAnotherIdDoesNotSign() {
    byte[] message = {1, 2, 3};
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);
      keys.token()
          .use(session -> {
            long handle = objects(session, Ck.CKO_PRIVATE_KEY, id)[0];
            assertThat(keys.signWith(session, handle, id, publicKey, message)).hasSize(64);
            assertThatThrownBy(() -> keys.signWith(session, handle, otherId, publicKey, message))
                .isInstanceOf(CryptoFailure.class);
            long half = objects(session, Ck.CKO_PUBLIC_KEY, id)[0];
            assertThatThrownBy(() -> keys.signWith(session, half, id, publicKey, message))
                .isInstanceOf(CryptoFailure.class);
            return session;
          });
    }
  }

  @Test
  void thePrivateValueCannotBeReadAndNothingOfItChanged() {
    try (TokenEd25519 keys = open()) {
      keys.generate(id);
      keys.token()
          .use(session -> {
            long handle = objects(session, Ck.CKO_PRIVATE_KEY, id)[0];
            assertThatThrownBy(
                    () -> session.cryptoki().attributes(session.handle(), handle, Ck.CKA_VALUE))
                .hasMessageContaining("CKR_ATTRIBUTE_SENSITIVE");
            byte[][] is =
                session
                    .cryptoki()
                    .attributes(
                        session.handle(),
                        handle,
                        Ck.CKA_SENSITIVE,
                        Ck.CKA_EXTRACTABLE,
                        Ck.CKA_MODIFIABLE,
                        Ck.CKA_ID);
            assertThat(is[0]).containsExactly(1);
            assertThat(is[1]).containsExactly(0);
            assertThat(is[2]).containsExactly(0);
            assertThat(is[3]).isEqualTo(id.toBytes());
            return session;
          });
    }
  }

  @Test
  void aKeyThatCanLeaveTheTokenOrWhoseIdCanBeChangedDoesNotSign() {
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = makeByHand(keys, id, Ck.CKA_EXTRACTABLE);
      assertThatThrownBy(() -> keys.sign(id, publicKey, new byte[8]))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKA_EXTRACTABLE");

      byte[] otherPublicKey = makeByHand(keys, otherId, Ck.CKA_MODIFIABLE);
      assertThatThrownBy(() -> keys.sign(otherId, otherPublicKey, new byte[8]))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKA_MODIFIABLE");
    }
  }

  @Test
  void twoKeysWithOneIdAreRefused() {
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);
      makeByHand(keys, id, Ck.CKA_VERIFY);

      assertThatThrownBy(() -> keys.sign(id, publicKey, new byte[8]))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("same id");
    }
  }

  @Test
  void aKeyThatWasDestroyedSignsNoMore() {
    try (TokenEd25519 keys = open()) {
      byte[] publicKey = keys.generate(id);
      keys.sign(id, publicKey, new byte[8]);
      keys.token()
          .change(session -> {
            long handle = objects(session, Ck.CKO_PRIVATE_KEY, id)[0];
            session.cryptoki().destroyObject(session.handle(), handle);
            return session;
          });

      assertThatThrownBy(() -> keys.sign(id, publicKey, new byte[8]))
          .isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void aTokenThatIsPulledOutIsAnOutage() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (TokenEd25519 keys = TokenEd25519.open(token.settings())) {
      byte[] publicKey = keys.generate(id);
      token.remove();

      assertThatThrownBy(() -> keys.sign(id, publicKey, new byte[8]))
          .isInstanceOf(KmsUnavailable.class);
      assertThatThrownBy(() -> keys.publicKey(id)).isInstanceOf(KmsUnavailable.class);
      assertThatThrownBy(() -> keys.generate(otherId)).isInstanceOf(KmsUnavailable.class);
    }
  }

  @Test
  void servesSixtyFourVirtualThreads() throws Exception {
    try (TokenEd25519 keys = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      byte[] publicKey = keys.generate(id);
      byte[] otherPublicKey = keys.generate(otherId);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        boolean first = i % 2 == 0;
        byte[] message = {(byte) i};
        done.add(
            threads.submit(() -> {
              for (int n = 0; n < 20; n++) {
                keys.sign(first ? id : otherId, first ? publicKey : otherPublicKey, message);
              }
            }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(keys.token().idleSessions()).isBetween(1, Pkcs11Token.MAX_SESSIONS);
    }
  }

  /** With one attribute set to true that {@link TokenEd25519#generate} sets otherwise, or not. */
  private static byte[] makeByHand(TokenEd25519 keys, Bytes32 id, long yes) {

    keys.token()
        .change(session -> {
          Template privateHalf =
              Template.of(Ck.CKO_PRIVATE_KEY, Ck.CKK_EC_EDWARDS)
                  .bytes(Ck.CKA_ID, id.toBytes())
                  .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_SIGN);
          for (long locked : new long[] {Ck.CKA_EXTRACTABLE, Ck.CKA_MODIFIABLE}) {
            if (locked == yes) {
              privateHalf.yes(locked);
            } else {
              privateHalf.no(locked);
            }
          }
          session
              .cryptoki()
              .generateKeyPair(
                  session.handle(),
                  Mechanism.of(Ck.CKM_EC_EDWARDS_KEY_PAIR_GEN),
                  Template.of(Ck.CKO_PUBLIC_KEY, Ck.CKK_EC_EDWARDS)
                      .bytes(Ck.CKA_ID, id.toBytes())
                      .bytes(Ck.CKA_EC_PARAMS, new byte[] {6, 3, 0x2b, 0x65, 0x70})
                      .yes(Ck.CKA_TOKEN, Ck.CKA_PRIVATE, Ck.CKA_VERIFY),
                  privateHalf);
          return session;
        });
    return yes == Ck.CKA_VERIFY ? new byte[0] : keys.publicKey(id);
  }

  private static long[] objects(TokenSession session, long objectClass, Bytes32 id) {
    return session
        .cryptoki()
        .find(
            session.handle(),
            new Template().number(Ck.CKA_CLASS, objectClass).bytes(Ck.CKA_ID, id.toBytes()));
  }

  private TokenEd25519 open() {
    return TokenEd25519.open(SoftHsm.token(folder).settings());
  }
}
