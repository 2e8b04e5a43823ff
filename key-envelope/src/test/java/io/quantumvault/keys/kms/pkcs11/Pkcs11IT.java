package io.quantumvault.keys.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.Hmac;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.keys.sign.Ed25519;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the real SoftHSM. What takes all tokens away comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Pkcs11IT {
  private static final Instant MADE = Instant.parse("2026-11-20T10:15:30.123Z");
  private static final InstantSource CLOCK = () -> MADE;
  private final Aad context =
      Aad.grant(
          Golden.owner().publicKey(),
          Golden.input("agent"),
          new UUID(1, 2),
          new UUID(3, 4),
          new byte[32],
          5);
  private final Aad other =
      Aad.grant(
          Golden.owner().publicKey(),
          Golden.input("agent"),
          new UUID(1, 2),
          new UUID(3, 4),
          new byte[32],
          6);
  private int before;

  @BeforeEach
  void needsTheLibrary() {
    before = SecretMemory.liveCount();
    if (SoftHsm.library().isEmpty()) {
      String why = "softhsm2 is not installed (apt-get install softhsm2)";
      System.out.println("not run: " + why);
      abort("not run: " + why);
    }
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatOneServiceWrapsTheOtherUnwraps(KeyName name) throws Exception {
    Pkcs11Settings signer = SoftHsm.newToken();
    Pkcs11Settings control = SoftHsm.newToken();
    rotate(signer, control, name);
    try (Pkcs11KeyManagement wraps = Pkcs11KeyManagement.open(control, CLOCK);
        Pkcs11KeyManagement unwraps =
            Pkcs11KeyManagement.open(name == KeyName.CONTROL ? control : signer, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = wraps.wrap(name, context, key);

      assertThat(wrapped[0]).isEqualTo((byte) 2);
      try (SecretMemory opened = unwraps.unwrap(name, context, wrapped)) {
        assertSame(opened, key);
      }
      // Two wrappings of one key have nothing in common.
      assertThat(wraps.wrap(name, context, key)).isNotEqualTo(wrapped);
      assertRefused(unwraps, name, other, wrapped);
      for (KeyName elsewhere : KeyName.values()) {
        if (elsewhere != name) {
          assertRefused(unwraps, elsewhere, context, wrapped);
        }
      }
      if (name != KeyName.CONTROL) {
        // The wrapping service has the public half alone.
        assertRefused(wraps, name, context, wrapped);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void everyFlippedBitAndEveryTruncationIsRefused(KeyName name) throws Exception {
    Pkcs11Settings token = SoftHsm.newToken();
    rotate(token, token, name);
    try (Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(token, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(name, context, key);
      // Of the RSA ciphertext every eleventh bit: each costs a private-key operation.
      int rsaEnd = name == KeyName.CONTROL ? 0 : (5 + 2 + 384) * 8;
      for (int bit = 0; bit < wrapped.length * 8; bit += bit > 56 && bit < rsaEnd ? 11 : 1) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertRefused(kms, name, context, changed);
      }
      for (int size = 0; size < wrapped.length; size += size < 60 ? 1 : 7) {
        assertRefused(kms, name, context, Arrays.copyOf(wrapped, size));
      }
      // After all that refusing it still works.
      kms.unwrap(name, context, wrapped).close();
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void rotationKeepsOldVersionsUntilTheyAreDestroyed(KeyName name) throws Exception {
    Pkcs11Settings signer = SoftHsm.newToken();
    Pkcs11Settings control = SoftHsm.newToken();
    try (Pkcs11Token unwrapping = Pkcs11Token.open(signer);
        Pkcs11Token wrapping = Pkcs11Token.open(control);
        Pkcs11KeyManagement wraps = Pkcs11KeyManagement.open(control, CLOCK);
        Pkcs11KeyManagement unwraps =
            Pkcs11KeyManagement.open(name == KeyName.CONTROL ? control : signer, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      Pkcs11KeyRotation rotation = new Pkcs11KeyRotation(unwrapping, wrapping, CLOCK);
      assertThat(rotation.versions(name)).isEmpty();
      assertThatThrownBy(() -> wraps.wrap(name, context, key)).isInstanceOf(CryptoFailure.class);

      assertThat(rotation.rotate(name).number()).isEqualTo(1);
      byte[] first = wraps.wrap(name, context, key);
      assertThat(rotation.rotate(name).number()).isEqualTo(2);
      wraps.refresh();
      byte[] second = wraps.wrap(name, context, key);

      assertThat(first[1]).isEqualTo((byte) 1);
      assertThat(second[1]).isEqualTo((byte) 2);
      assertThat(rotation.versions(name))
          .extracting(v -> v.number() + " " + v.madeAt())
          .containsExactly("1 " + MADE, "2 " + MADE);
      unwraps.unwrap(name, context, first).close();
      assertThatThrownBy(() -> rotation.destroy(name, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("newest");

      rotation.destroy(name, 1);
      rotation.destroy(name, 1);

      assertRefused(unwraps, name, context, first);
      unwraps.unwrap(name, context, second).close();
      assertThat(rotation.versions(name)).extracting("number").containsExactly(2);
    }
  }

  @Test
  void aHalfThatACrashLeftIsRemovedAtTheNextRotation() throws Exception {
    Pkcs11Settings signer = SoftHsm.newToken();
    Pkcs11Settings control = SoftHsm.newToken();
    try (Pkcs11Token unwrapping = Pkcs11Token.open(signer);
        Pkcs11Token wrapping = Pkcs11Token.open(control)) {
      Pkcs11KeyRotation rotation = new Pkcs11KeyRotation(unwrapping, wrapping, CLOCK);
      rotation.rotate(KeyName.EXECUTION);
      // Version 2 has its private half alone, as after a crash between the two.
      Pkcs11KeyRotation toItself = new Pkcs11KeyRotation(unwrapping, unwrapping, CLOCK);
      toItself.rotate(KeyName.EXECUTION);
      unwrapping.change(session -> {
        for (long half :
            WrappingKeys.withLabel(
                session, new KeyLabel(KeyName.EXECUTION, 1), KeyKind.RSA_PUBLIC)) {
          session.cryptoki().destroyObject(session.handle(), half);
        }
        return null;
      });

      assertThat(rotation.rotate(KeyName.EXECUTION).number()).isEqualTo(2);

      List<WrappingKeys.Found> halves =
          unwrapping.use(
              session -> WrappingKeys.all(session, KeyName.EXECUTION, KeyKind.RSA_PRIVATE));
      assertThat(halves).extracting(h -> h.label().version()).containsExactlyInAnyOrder(1, 2);
    }
  }

  /** The JDK wraps and the token opens, the token wraps and the JDK opens: that pins the layout. */
  @Test
  void aSecondImplementationReadsAndWritesTheSameBytes() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    SecondPkcs11 second = new SecondPkcs11();
    byte[] plain = TestSecrets.bytes(TestSecrets.random(Pkcs11IT.class), 32);
    try (Pkcs11Token token = Pkcs11Token.open(settings);
        Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK);
        SecretMemory key = SecretMemory.takeOwnershipOf(plain.clone())) {
      token.change(session -> second.importInto(session, "execution", "control"));

      byte[] execution = second.wrapRsa("execution", 1, context.bytes(), plain);
      try (SecretMemory opened = kms.unwrap(KeyName.EXECUTION, context, execution)) {
        assertSame(opened, key);
      }
      byte[] control = second.wrapAes("control", 1, context.bytes(), plain);
      try (SecretMemory opened = kms.unwrap(KeyName.CONTROL, context, control)) {
        assertSame(opened, key);
      }
      assertThat(
              second.unwrapRsa(
                  "execution", context.bytes(), kms.wrap(KeyName.EXECUTION, context, key)))
          .isEqualTo(plain);
      assertThat(
              second.unwrapAes("control", context.bytes(), kms.wrap(KeyName.CONTROL, context, key)))
          .isEqualTo(plain);
    }
  }

  @Test
  void aKeyThatCouldLeaveTheTokenIsRefusedWithTheReason() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    try (Pkcs11Token token = Pkcs11Token.open(settings);
        Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      token.change(session ->
          session
              .cryptoki()
              .generateKey(
                  session.handle(),
                  Mechanism.of(Ck.CKM_AES_KEY_GEN),
                  KeyKind.AES
                      .onToken()
                      .text(Ck.CKA_LABEL, "kms-control-v1")
                      .number(Ck.CKA_VALUE_LEN, 32)
                      .yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
                      .yes(Ck.CKA_EXTRACTABLE)));

      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, context, key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("kms-control-v1")
          .hasMessageContaining("CKA_EXTRACTABLE");
    }
  }

  @Test
  void aPublicHalfThatAnyoneCanPutThereIsRefused() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    byte[] modulus = new byte[384];
    Arrays.fill(modulus, (byte) 0xff);
    try (Pkcs11Token token = Pkcs11Token.open(settings);
        Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      token.change(session ->
          session
              .cryptoki()
              .createObject(
                  session.handle(),
                  KeyKind.RSA_PUBLIC
                      .onToken()
                      .text(Ck.CKA_LABEL, "kms-execution-v1")
                      .bytes(Ck.CKA_MODULUS, modulus)
                      .bytes(Ck.CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1})
                      .yes(Ck.CKA_ENCRYPT)
                      .no(Ck.CKA_PRIVATE)));

      assertThatThrownBy(() -> kms.wrap(KeyName.EXECUTION, context, key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKA_PRIVATE");
    }
  }

  @Test
  void aWrongPinIsSaidOnceAndNeverSentAgain() throws Exception {
    Pkcs11Settings right = SoftHsm.newToken();
    Pkcs11Settings wrong =
        new Pkcs11Settings(
            right.library(),
            right.tokenLabel(),
            SoftHsm.pinFile("wrong.pin", "0000-0000".getBytes()));

    assertThatThrownBy(() -> Pkcs11KeyManagement.open(wrong, CLOCK))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining(right.tokenLabel())
        .hasMessageContaining("wrong.pin")
        .hasMessageContaining("CKR_PIN_INCORRECT")
        .hasMessageNotContaining("0000");

    TokenLogin login = new TokenLogin(wrong);
    assertThatThrownBy(() -> login.open(false, 0)).isInstanceOf(TokenRefused.class);
    // Were it sent again, the right PIN in its place would now be taken.
    SoftHsm.pinFile("wrong.pin", "4711-0815".getBytes());
    assertThatThrownBy(() -> login.open(false, 0))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("not tried again");
  }

  @Test
  void whatIsConfiguredWronglyIsNamed() throws Exception {
    Pkcs11Settings token = SoftHsm.newToken();
    var noSuchToken = new Pkcs11Settings(token.library(), "nobody", token.pinFile());
    var noLibrary =
        new Pkcs11Settings(java.nio.file.Path.of("/nonexistent.so"), "x", token.pinFile());
    var noPin =
        new Pkcs11Settings(
            token.library(), token.tokenLabel(), java.nio.file.Path.of("/nonexistent.pin"));
    var noLibraryAtAll = new Pkcs11Settings(token.pinFile(), token.tokenLabel(), token.pinFile());

    assertThatThrownBy(() -> Pkcs11KeyManagement.open(noSuchToken, CLOCK))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> Pkcs11KeyManagement.open(noLibrary, CLOCK))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("/nonexistent.so");
    assertThatThrownBy(() -> Pkcs11KeyManagement.open(noLibraryAtAll, CLOCK))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("cannot be loaded");
    assertThatThrownBy(() -> Pkcs11KeyManagement.open(noPin, CLOCK))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("/nonexistent.pin");
  }

  @Test
  void sixtyFourThreadsShareTheSessions() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    rotate(settings, settings, KeyName.CONTROL);
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK)) {
      List<Thread> threads =
          IntStream.range(0, 64)
              .mapToObj(i ->
                  Thread.ofVirtual()
                      .start(() -> {
                        try (SecretMemory key = SecretMemory.random(32)) {
                          for (int n = 0; n < 10; n++) {
                            byte[] wrapped = kms.wrap(KeyName.CONTROL, context, key);
                            try (SecretMemory opened =
                                kms.unwrap(KeyName.CONTROL, context, wrapped)) {
                              assertSame(opened, key);
                            }
                          }
                        } catch (Throwable t) {
                          failures.add(t);
                        }
                      }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aKeyMadeInTheTokenSignsForItsIdAndCannotBeRead() throws Exception {
    byte[] id = TestSecrets.bytes(TestSecrets.random(Pkcs11IT.class), 32);
    byte[] otherId = id.clone();
    otherId[0] ^= 1;
    byte[] message = new byte[215];
    try (Pkcs11Token token = Pkcs11Token.open(SoftHsm.newToken())) {
      TokenEd25519 keys = new TokenEd25519(token);
      byte[] publicKey = keys.generate(id);
      byte[] otherKey = keys.generate(otherId);

      byte[] signature = keys.sign(id, publicKey, message);

      assertThat(Ed25519.verify(publicKey, message, signature)).isTrue();
      assertThat(keys.publicKey(id)).isEqualTo(publicKey).isNotEqualTo(otherKey);
      assertThatThrownBy(() -> keys.generate(id)).isInstanceOf(IllegalArgumentException.class);
      // The key of another wallet, or none, signs nothing for this one.
      assertThatThrownBy(() -> keys.sign(otherId, publicKey, message))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.sign(new byte[32], publicKey, message))
          .isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() -> keys.publicKey(new byte[32])).isInstanceOf(CryptoFailure.class);
      assertThatThrownBy(() ->
              token.use(session ->
                  session
                      .cryptoki()
                      .attributes(
                          session.handle(),
                          session.cryptoki()
                              .find(
                                  session.handle(),
                                  Template.of(Ck.CKO_PRIVATE_KEY, Ck.CKK_EC_EDWARDS)
                                      .bytes(Ck.CKA_ID, id),
                                  1)[0],
                          Ck.CKA_VALUE)))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKR_ATTRIBUTE_SENSITIVE");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void aLibraryThatStartedAnewIsLoggedInToAgain() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    rotate(settings, settings, KeyName.EXECUTION);
    try (Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(KeyName.EXECUTION, context, key);

      SoftHsm.restartLibrary();

      try (SecretMemory opened = kms.unwrap(KeyName.EXECUTION, context, wrapped)) {
        assertSame(opened, key);
      }
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aTokenThatIsTakenAwayIsAnOutageThatLeavesNothingOpen() throws Exception {
    Pkcs11Settings settings = SoftHsm.newToken();
    rotate(settings, settings, KeyName.CONTROL);
    try (Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(settings, CLOCK);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = kms.wrap(KeyName.CONTROL, context, key);
      int open = SecretMemory.liveCount();

      SoftHsm.removeAllTokens();

      assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, context, wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining(settings.tokenLabel());
      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, context, key))
          .isInstanceOf(KmsUnavailable.class);
      assertEquals(open, SecretMemory.liveCount());
    }
  }

  private static void rotate(Pkcs11Settings signer, Pkcs11Settings control, KeyName name) {
    try (Pkcs11Token unwrapping = Pkcs11Token.open(signer);
        Pkcs11Token wrapping = Pkcs11Token.open(control)) {
      new Pkcs11KeyRotation(unwrapping, wrapping, CLOCK).rotate(name);
    }
  }

  private static void assertSame(SecretMemory one, SecretMemory two) {
    byte[] probe = {1, 2, 3};
    assertThat(Hmac.sha256(one, probe)).isEqualTo(Hmac.sha256(two, probe));
  }

  private static void assertRefused(
      Pkcs11KeyManagement kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }
}
