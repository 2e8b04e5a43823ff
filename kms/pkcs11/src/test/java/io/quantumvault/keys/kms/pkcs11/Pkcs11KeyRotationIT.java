package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.rotate.RotationPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Pkcs11KeyRotationIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
  private volatile Instant now = START;
  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void eachVersionHasTheNextNumberAndTheTimeItWasMade(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyVersion first = new KeyVersion(1, START);
    KeyVersion second = new KeyVersion(2, START.plus(Duration.ofDays(1)));
    try (Pkcs11KeyRotation rotation = open(token)) {
      assertThat(rotation.versions(name)).isEmpty();

      assertThat(rotation.rotate(name)).isEqualTo(first);
      now = second.madeAt();
      assertThat(rotation.rotate(name)).isEqualTo(second);
      assertThat(rotation.versions(name)).containsExactly(first, second);
      for (KeyName other : KeyName.values()) {
        assertThat(other == name || rotation.versions(other).isEmpty()).isTrue();
      }

      assertThatThrownBy(() -> rotation.destroy(name, 2))
          .isInstanceOf(IllegalArgumentException.class);
      rotation.destroy(name, 1);
      rotation.destroy(name, 1);
      assertThat(rotation.versions(name)).containsExactly(second);
      assertThat(rotation.rotate(name).number()).isEqualTo(3);
    }
    try (Pkcs11Token hand = token.open()) {
      hand.use(session -> {
        KeyLabel gone = new KeyLabel(name, 1);
        for (KeyKind kind : KeyKind.values()) {
          assertThat(WrappingKeys.withLabel(session, gone, kind)).isEmpty();
        }
        return session;
      });
    }
  }

  @ParameterizedTest
  @EnumSource(KeyName.class)
  void whatItMakesCanNeitherLeaveTheTokenNorBeChangedNorTakeOtherKeysOut(KeyName name) {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyRotation rotation = open(token);
        Pkcs11Token hand = token.open()) {
      rotation.rotate(name);
      hand.use(session -> {
        KeyKind kind = KeyKind.unwrapping(name);
        long key = WrappingKeys.withLabel(session, new KeyLabel(name, 1), kind)[0];
        long value = name == KeyName.CONTROL ? Ck.CKA_VALUE : 0x123;
        assertThatThrownBy(() -> session.cryptoki().attributes(session.handle(), key, value))
            .hasMessageContaining("CKR_ATTRIBUTE_SENSITIVE");
        assertThat(no(session, key, Ck.CKA_EXTRACTABLE)).isTrue();
        assertThat(no(session, key, Ck.CKA_MODIFIABLE)).isTrue();
        assertThat(no(session, key, Ck.CKA_UNWRAP)).isTrue();
        assertThat(name != KeyName.CONTROL || no(session, key, Ck.CKA_WRAP)).isTrue();
        return session;
      });
    }
  }

  @Test
  void aKeyThatDoesNotSayHowOldItIsIsNotGuessedAt() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token hand = token.open();
        Pkcs11KeyRotation rotation = open(token)) {
      SoftHsm.put(hand, SoftHsm.locked(SoftHsm.aesKey("kms-control-v1", new byte[32])));
      assertThatThrownBy(() -> rotation.versions(KeyName.CONTROL))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("CKA_ID");
    }
  }

  /** Half a list would let a version be made or destroyed that must not be. */
  @Test
  void aLogOutElsewhereWhileVersionsAreListedLosesNone() {
    SoftHsm.Token token = SoftHsm.token(folder);
    int beforeTheLastTime = 7;
    AtomicInteger asked = new AtomicInteger();
    FakedLibrary library =
        new FakedLibrary()
            .before(
                "C_GetAttributeValue",
                () -> {
                  if (asked.incrementAndGet() == beforeTheLastTime) {
                    SoftHsm.logOut(token);
                  }
                },
                FakedLibrary.GET_ATTRIBUTE_VALUE);
    Duration limit = Duration.ofMinutes(1);
    try (Pkcs11KeyRotation makes = open(token);
        Pkcs11KeyRotation lists =
            rotation(Pkcs11Token.open(token.settings(), library::cryptoki, limit, limit))) {
      makes.rotate(KeyName.CONTROL);
      makes.rotate(KeyName.CONTROL);

      assertThat(lists.versions(KeyName.CONTROL)).hasSize(2);
      assertThat(asked).hasValueGreaterThan(beforeTheLastTime + 2);
    }
  }

  /** Until the wrapping token has it, the old version wraps, and its days are not counted. */
  @Test
  void aVersionCountsFromTheTimeItsPublicHalfCameToTheWrappingToken() {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    KeyName name = KeyName.EXECUTION;
    KeyLabel second = new KeyLabel(name, 2);
    try (Pkcs11KeyRotation rotation = open(unwrapper, wrapper);
        Pkcs11Token hand = unwrapper.open();
        Pkcs11KeyManagement wraps = Pkcs11KeyManagement.open(wrapper.settings(), () -> now);
        Pkcs11KeyManagement unwraps = Pkcs11KeyManagement.open(unwrapper.settings(), () -> now);
        SecretMemory key = SecretMemory.random(32)) {
      KeyVersion first = rotation.rotate(name);
      now = START.plus(Duration.ofDays(1));
      // What a rotation leaves that the wrapping token did not answer.
      byte[] id = MakingId.at(now);
      hand.change(session -> {
        KeyMaking.rsaPrivate(session, second, id);
        return session;
      });

      now = START.plus(Duration.ofDays(30));
      assertThat(rotation.versions(name)).containsExactly(first);
      assertThat(RotationPolicy.DAILY.decideDestruction(rotation.versions(name), now))
          .isEqualTo(new RotationPolicy.Decision.Nothing(RotationPolicy.Why.NOT_DUE));
      byte[] late = wraps.wrap(name, Golden.aad(5), key);
      assertThat(late).startsWith(2, 1);

      assertThat(rotation.rotate(name)).isEqualTo(new KeyVersion(2, now));
      List<KeyVersion> versions = rotation.versions(name);
      assertThat(versions).containsExactly(first, new KeyVersion(2, now));
      assertThat(RotationPolicy.DAILY.neededUntil(versions, 1))
          .contains(now.plus(Duration.ofHours(49)));
      assertSecret(unwraps.unwrap(name, Golden.aad(5), late)).isEqualTo(hexOf(key.copy()));
      wraps.refresh();
      byte[] wrapped = wraps.wrap(name, Golden.aad(5), key);
      assertThat(wrapped).startsWith(2, 2);
      assertSecret(unwraps.unwrap(name, Golden.aad(5), wrapped)).isEqualTo(hexOf(key.copy()));
      assertThat(
              hand.<Integer>use(
                  session -> WrappingKeys.all(session, name, KeyKind.RSA_PUBLIC).size()))
          .isZero();
    }
  }

  /** It may fail and be taken back by who makes it, so nobody else publishes it meanwhile. */
  @Test
  void aVersionThatIsJustBeingMadeIsLeftToWhoMakesIt() {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyName name = KeyName.WEBHOOK;
    try (Pkcs11KeyRotation rotation = open(token);
        Pkcs11Token hand = token.open()) {
      hand.change(session -> {
        KeyMaking.rsaPrivate(session, new KeyLabel(name, 1), MakingId.at(START));
        return session;
      });
      now = START.plus(Pkcs11KeyRotation.SETTLED).minusMillis(1);
      assertThatThrownBy(() -> rotation.rotate(name))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("kms-webhook-v1")
          .hasMessageContaining("another rotation may be at work");
      assertThat(rotation.versions(name)).isEmpty();

      now = START.plus(Pkcs11KeyRotation.SETTLED);
      assertThat(rotation.rotate(name)).isEqualTo(new KeyVersion(1, now));
    }
  }

  /** A number made there would be the right token's next one as well, with another key. */
  @ParameterizedTest
  @EnumSource(
      value = KeyName.class,
      names = {"EXECUTION", "WEBHOOK"})
  void noVersionIsMadeInATokenThatHasNotThePrivateHalves(KeyName name) {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    SoftHsm.Token another = SoftHsm.token(folder);
    try (Pkcs11KeyRotation right = open(unwrapper, wrapper);
        Pkcs11KeyRotation wrong = open(another, wrapper)) {
      right.rotate(name);

      assertThatThrownBy(() -> wrong.rotate(name))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining(wrapper.settings().tokenLabel())
          .hasMessageContaining(another.settings().tokenLabel())
          .hasMessageContaining(new KeyLabel(name, 1).text());

      assertThat(wrong.versions(name)).isEmpty();
      assertThat(right.versions(name)).containsExactly(new KeyVersion(1, START));
      assertThat(right.rotate(name).number()).isEqualTo(2);
    }
  }

  /** Both may fail, since neither can know whose key it is; what they leave is whole. */
  @ParameterizedTest
  @EnumSource(KeyName.class)
  void rotationsAtTheSameTimeLeaveNothingHalfMade(KeyName name) throws Exception {
    SoftHsm.Token token = SoftHsm.token(folder);
    int made = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        done.add(
            threads.submit(() -> {
              int succeeded = 0;
              try (Pkcs11KeyRotation rotation = token.rotation(InstantSource.system())) {
                for (int n = 0; n < 2; n++) {
                  try {
                    rotation.rotate(name);
                    succeeded++;
                  } catch (KmsUnavailable e) {
                    // Told so, or an object of the other went while it was being read.
                    assertThat(e).hasMessageStartingWith("pkcs11: ");
                  }
                }
              }
              return succeeded;
            }));
      }
      for (Future<Integer> each : done) {
        made += each.get();
      }
    }
    int succeeded = made;
    try (Pkcs11Token hand = token.open()) {
      hand.use(session -> {
        List<KeyLabel> wrapping = labels(session, name, KeyKind.wrapping(name));
        List<KeyLabel> unwrapping = labels(session, name, KeyKind.unwrapping(name));
        assertThat(wrapping).hasSize(succeeded).doesNotHaveDuplicates();
        assertThat(unwrapping).containsAll(wrapping).doesNotHaveDuplicates();
        return session;
      });
    }
  }

  private static List<KeyLabel> labels(TokenSession session, KeyName name, KeyKind kind) {
    return WrappingKeys.all(session, name, kind).stream().map(WrappingKeys.Found::label).toList();
  }

  private static boolean no(TokenSession session, long key, long attribute) {
    return session.cryptoki().attributes(session.handle(), key, attribute)[0][0] == 0;
  }

  private Pkcs11KeyRotation open(SoftHsm.Token token) {
    return token.rotation(() -> now);
  }

  private Pkcs11KeyRotation open(SoftHsm.Token unwrapper, SoftHsm.Token wrapper) {
    return Pkcs11KeyRotation.open(unwrapper.settings(), wrapper.settings(), () -> now);
  }

  private Pkcs11KeyRotation rotation(Pkcs11Token both) {
    return new Pkcs11KeyRotation(both, both, () -> now);
  }
}
