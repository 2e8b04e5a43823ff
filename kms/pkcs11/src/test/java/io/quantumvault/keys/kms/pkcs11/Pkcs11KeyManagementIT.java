package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.TestSecrets;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyUnwrapping;
import io.quantumvault.keys.kms.KmsAad;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.Provider;
import io.quantumvault.keys.kms.WrappedKey;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class Pkcs11KeyManagementIT {
  private static final Properties GOLDEN = Golden.file("pkcs11-keys");
  private static final int HEADER_BYTES = 5;
  private static final int RSA_BYTES = 384;

  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  static List<String> goldenNames() {
    return List.of(
        "execution",
        "execution.order",
        "webhook",
        "control.slot",
        "control.totp",
        "control.pseudonym");
  }

  /**
   * All bits but those inside the RSA ciphertext, of which some are drawn: each costs a decryption.
   */
  @ParameterizedTest
  @MethodSource("goldenNames")
  void goldenWrappedKeysUnwrapAndNoFlippedBitDoes(String golden) {
    Random random = TestSecrets.random(getClass());
    KeyName name = KeyName.valueOf(golden.replaceAll("\\..*", "").toUpperCase(Locale.ROOT));
    int version = Integer.parseInt(GOLDEN.getProperty(golden + ".version"));
    Aad context = Golden.aad(Integer.parseInt(GOLDEN.getProperty(golden + ".type")));
    byte[] wrapped = Golden.bytes(GOLDEN, golden + ".wrapped");
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement real = open(token)) {
      putGoldenKey(hand, name, version);
      // A control key that was not made in the token is refused, so its layout is read by hand.
      KeyUnwrapping kms = name == KeyName.CONTROL ? unchecked(hand) : real;
      int before = SecretMemory.liveCount();

      assertSecret(kms.unwrap(name, context, wrapped))
          .isEqualTo(GOLDEN.getProperty(golden + ".plaintext"));
      for (int bit = 0; bit < wrapped.length * 8; bit++) {
        boolean inRsa =
            name != KeyName.CONTROL
                && bit / 8 >= HEADER_BYTES + 2
                && bit / 8 < HEADER_BYTES + 2 + RSA_BYTES;
        if (!inRsa || random.nextInt(50) == 0) {
          byte[] changed = wrapped.clone();
          changed[bit / 8] ^= (byte) (1 << bit % 8);
          assertRefused(kms, name, context, changed);
        }
      }
      for (int size = 0; size < wrapped.length; size++) {
        if (name == KeyName.CONTROL || size < 20 || size > RSA_BYTES || size % 37 == 0) {
          assertRefused(kms, name, context, Arrays.copyOf(wrapped, size));
        }
      }
      assertRefused(kms, name, context, Arrays.copyOf(wrapped, wrapped.length + 1));
      for (int type = 1; type <= 9; type++) {
        if (!Golden.aad(type).equals(context)) {
          assertRefused(kms, name, Golden.aad(type), wrapped);
        }
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatItWrapsItUnwrapsUnderTheSameNameOnly(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    Aad context = Golden.aad(5);
    try (Pkcs11KeyManagement kms = open(token);
        Pkcs11KeyRotation rotation = rotation(token)) {
      for (KeyName each : KeyName.values()) {
        rotation.rotate(each);
      }
      for (int size : new int[] {1, 20, 32, 60, 300}) {
        try (SecretMemory key = SecretMemory.random(size)) {
          byte[] wrapped = kms.wrap(name, context, key);

          assertThat(wrapped).startsWith(2, 1, 0, 0, 0);
          assertThat(wrapped)
              .hasSize(HEADER_BYTES + (name == KeyName.CONTROL ? 0 : 2 + RSA_BYTES) + 28 + size);
          assertSecret(kms.unwrap(name, context, wrapped)).isEqualTo(hexOf(key.copy()));
          assertThat(kms.wrap(name, context, key)).isNotEqualTo(wrapped);
          for (KeyName other : KeyName.values()) {
            if (other != name) {
              assertRefused(kms, other, context, wrapped);
            }
          }
        }
      }
    }
  }

  /** The prefix of the name is authenticated, not only implied by the key. */
  @Test
  void aNameIsPartOfWhatIsAuthenticated() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement kms = open(token)) {
      putGoldenKey(hand, KeyName.EXECUTION, 3);
      putGoldenKey(hand, KeyName.WEBHOOK, 3);
      byte[] wrapped = Golden.bytes(GOLDEN, "execution.wrapped");

      kms.unwrap(KeyName.EXECUTION, Golden.aad(5), wrapped).close();
      assertRefused(kms, KeyName.WEBHOOK, Golden.aad(5), wrapped);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyName.class,
      names = {"EXECUTION", "WEBHOOK"})
  void theTokenWithThePublicHalfWrapsAndCannotUnwrap(KeyName name) {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    Aad context = Golden.aad(6);
    try (Pkcs11KeyRotation rotation =
            Pkcs11KeyRotation.open(
                unwrapper.settings(), wrapper.settings(), InstantSource.system());
        Pkcs11KeyManagement wraps = open(wrapper);
        Pkcs11KeyManagement unwraps = open(unwrapper);
        SecretMemory key = SecretMemory.random(32)) {
      rotation.rotate(name);

      byte[] wrapped = wraps.wrap(name, context, key);
      assertSecret(unwraps.unwrap(name, context, wrapped)).isEqualTo(hexOf(key.copy()));
      assertRefused(wraps, name, context, wrapped);
    }
  }

  @Test
  void wrapsUnderTheNewestVersionOnceItIsNoticed() {
    SoftHsm.Token token = SoftHsm.token(folder);
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    Aad context = Golden.aad(7);
    try (Pkcs11KeyManagement kms = Pkcs11KeyManagement.open(token.settings(), now::get);
        Pkcs11KeyRotation rotation = rotation(token);
        SecretMemory key = SecretMemory.random(32)) {
      rotation.rotate(KeyName.CONTROL);
      byte[] first = kms.wrap(KeyName.CONTROL, context, key);
      for (int n = 2; n <= 10; n++) {
        rotation.rotate(KeyName.CONTROL);
      }

      assertThat(kms.wrap(KeyName.CONTROL, context, key)).startsWith(2, 1);
      now.updateAndGet(then -> then.plus(WrappingKeys.LOOK_EVERY).minus(Duration.ofMillis(1)));
      assertThat(kms.wrap(KeyName.CONTROL, context, key)).startsWith(2, 1);
      now.updateAndGet(then -> then.plusMillis(1));
      assertThat(kms.wrap(KeyName.CONTROL, context, key)).startsWith(2, 10);
      rotation.rotate(KeyName.CONTROL);
      kms.refresh();
      assertThat(kms.wrap(KeyName.CONTROL, context, key)).startsWith(2, 11);
      kms.unwrap(KeyName.CONTROL, context, first).close();
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void aDestroyedVersionOpensNoMore(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    Aad context = Golden.aad(5);
    try (Pkcs11KeyManagement kms = open(token);
        Pkcs11KeyRotation rotation = rotation(token);
        SecretMemory key = SecretMemory.random(32)) {
      rotation.rotate(name);
      byte[] old = kms.wrap(name, context, key);
      kms.unwrap(name, context, old).close();
      rotation.rotate(name);

      rotation.destroy(name, 1);

      assertRefused(kms, name, context, old);
      assertThat(kms.wrap(name, context, key)).startsWith(2, 2);
    }
  }

  @Test
  void refusesAKeyThatCanLeaveTheTokenAndSaysWhy() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Aad context = Golden.aad(7);
    byte[] wrapped = Golden.bytes(GOLDEN, "execution.wrapped");
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      SoftHsm.put(
          hand,
          SoftHsm.aesKey("kms-control-v1", new byte[32])
              .yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE),
          SoftHsm.rsaPrivate("kms-execution-v3", GOLDEN)
              .yes(Ck.CKA_PRIVATE)
              .no(Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE));

      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, context, key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("kms-control-v1")
          .hasMessageContaining("CKA_EXTRACTABLE");
      assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, Golden.aad(5), wrapped))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("kms-execution-v3")
          .hasMessageContaining("CKA_SENSITIVE");
    }
  }

  /** Put there, it may have a copy elsewhere; made otherwise, it may have been read before. */
  @Test
  void refusesAControlKeyThatTheTokenDidNotMakeOrDidNotKeepOrThatIsShort() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Aad context = Golden.aad(7);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      SoftHsm.put(hand, SoftHsm.locked(SoftHsm.aesKey("kms-control-v1", new byte[32])));
      assertRefused(kms, key, "CKA_LOCAL");

      generate(hand, 2, 16, key2 -> SoftHsm.locked(key2));
      kms.refresh();
      assertRefused(kms, key, "256 bits");

      generate(hand, 3, 32, key3 -> key3.yes(Ck.CKA_PRIVATE, Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE));
      SoftHsm.set(hand, new KeyLabel(KeyName.CONTROL, 3), Ck.CKA_EXTRACTABLE, false);
      kms.refresh();
      assertRefused(kms, key, "CKA_NEVER_EXTRACTABLE");

      generate(
          hand, 4, 32, key4 -> key4.yes(Ck.CKA_PRIVATE).no(Ck.CKA_SENSITIVE, Ck.CKA_EXTRACTABLE));
      SoftHsm.set(hand, new KeyLabel(KeyName.CONTROL, 4), Ck.CKA_SENSITIVE, true);
      kms.refresh();
      assertRefused(kms, key, "CKA_ALWAYS_SENSITIVE");

      generate(hand, 5, 32, key5 -> SoftHsm.locked(key5));
      kms.refresh();
      kms.unwrap(KeyName.CONTROL, context, kms.wrap(KeyName.CONTROL, context, key)).close();
    }
  }

  private static void assertRefused(Pkcs11KeyManagement kms, SecretMemory key, String reason) {
    assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining(reason);
  }

  private static void generate(
      Pkcs11Token token, int version, int bytes, UnaryOperator<Template> how) {
    token.change(session -> {
      Template key =
          KeyKind.AES
              .template()
              .yes(Ck.CKA_TOKEN, Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT)
              .text(Ck.CKA_LABEL, new KeyLabel(KeyName.CONTROL, version).text())
              .number(Ck.CKA_VALUE_LEN, bytes);
      session
          .cryptoki()
          .generateKey(session.handle(), Mechanism.of(Ck.CKM_AES_KEY_GEN), how.apply(key));
      return session;
    });
  }

  @Test
  void refusesAPublicHalfThatIsWeakOrThatAnyoneCanHavePutThere() {
    SoftHsm.Token token = SoftHsm.token(folder);
    BigInteger modulus = new BigInteger(1, Golden.bytes(GOLDEN, "rsa.modulus"));
    BigInteger exponent = BigInteger.valueOf(65537);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      SoftHsm.put(
          hand,
          SoftHsm.rsaPublic("kms-execution-v1", modulus, exponent).no(Ck.CKA_PRIVATE),
          SoftHsm.rsaPublic("kms-webhook-v1", modulus, BigInteger.ONE).yes(Ck.CKA_PRIVATE));
      assertThatThrownBy(() -> kms.wrap(KeyName.EXECUTION, Golden.aad(5), key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKA_PRIVATE");
      assertThatThrownBy(() -> kms.wrap(KeyName.WEBHOOK, Golden.aad(6), key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("65537");

      SoftHsm.put(
          hand,
          SoftHsm.rsaPublic("kms-webhook-v2", modulus.shiftRight(1025).setBit(0), exponent)
              .yes(Ck.CKA_PRIVATE));
      kms.refresh();
      assertThatThrownBy(() -> kms.wrap(KeyName.WEBHOOK, Golden.aad(6), key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("3072");
    }
  }

  @Test
  void refusesTwoKeysOfOneLabel() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      putGoldenKey(hand, KeyName.CONTROL, 258);
      putGoldenKey(hand, KeyName.CONTROL, 258);

      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("two keys kms-control-v258");
    }
  }

  @Test
  void aKeyThatIsNotThereIsACryptoFailure() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      for (KeyName name : KeyName.values()) {
        assertThatThrownBy(() -> kms.wrap(name, Golden.aad(5), key))
            .isInstanceOf(CryptoFailure.class);
        assertRefused(kms, name, Golden.aad(5), Golden.bytes(GOLDEN, "execution.wrapped"));
      }
    }
  }

  @Test
  void servesSixtyFourVirtualThreads() throws Exception {
    SoftHsm.Token token = SoftHsm.token(folder);
    int before = SecretMemory.liveCount();
    try (Pkcs11KeyRotation rotation = rotation(token);
        Pkcs11KeyManagement kms = open(token);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (KeyName name : KeyName.values()) {
        rotation.rotate(name);
      }
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        KeyName name = KeyName.values()[i % 3];
        Aad context = Golden.aad(i % 9 + 1);
        done.add(
            threads.submit(() -> {
              for (int n = 0; n < 10; n++) {
                try (SecretMemory key = SecretMemory.random(32)) {
                  byte[] wrapped = kms.wrap(name, context, key);
                  assertSecret(kms.unwrap(name, context, wrapped)).isEqualTo(hexOf(key.copy()));
                }
              }
            }));
      }
      kms.refresh();
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private static Pkcs11KeyManagement open(SoftHsm.Token token) {
    return Pkcs11KeyManagement.open(token.settings(), InstantSource.system());
  }

  private static Pkcs11KeyRotation rotation(SoftHsm.Token token) {
    return token.rotation(InstantSource.system());
  }

  private static void putGoldenKey(Pkcs11Token token, KeyName name, int version) {
    String label = "kms-%s-v%d".formatted(name.text(), version);
    SoftHsm.put(
        token,
        SoftHsm.locked(
            name == KeyName.CONTROL
                ? SoftHsm.aesKey(label, Golden.bytes(GOLDEN, "aes.value"))
                : SoftHsm.rsaPrivate(label, GOLDEN)));
  }

  /** As {@link Pkcs11KeyManagement} unwraps, with whatever AES key bears the label. */
  private static KeyUnwrapping unchecked(Pkcs11Token token) {
    return (name, context, wrapped) -> {
      WrappedKey parsed = WrappedKey.parse(Provider.PKCS11, wrapped);
      return token.use(session -> {
        KeyLabel label = new KeyLabel(name, parsed.keyVersion());
        long[] keys = WrappingKeys.withLabel(session, label, KeyKind.AES);
        if (keys.length != 1) {
          throw new CryptoFailure();
        }
        return TokenCipher.gcmUnwrap(
            session, keys[0], KmsAad.of(name, context), parsed.providerBytes());
      });
    };
  }

  private static void assertRefused(KeyUnwrapping kms, KeyName name, Aad context, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(name, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }
}
