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
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Pkcs11KeyRotationIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
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
      now.set(second.madeAt());
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
            new Pkcs11KeyRotation(
                Pkcs11Token.open(token.settings(), library::cryptoki, limit, limit), now::get)) {
      makes.rotate(KeyName.CONTROL);
      makes.rotate(KeyName.CONTROL);

      assertThat(lists.versions(KeyName.CONTROL)).hasSize(2);
      assertThat(asked).hasValueGreaterThan(beforeTheLastTime + 2);
    }
  }

  @Test
  void thePublicHalfGoesToTheOtherTokenUnchangedOrNotAtAll() throws IOException {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    Path file = folder.resolve("public");
    try (Pkcs11KeyRotation makes = open(unwrapper);
        Pkcs11KeyRotation receives = open(wrapper);
        Pkcs11KeyManagement wraps = Pkcs11KeyManagement.open(wrapper.settings(), now::get);
        Pkcs11KeyManagement unwraps = Pkcs11KeyManagement.open(unwrapper.settings(), now::get);
        SecretMemory key = SecretMemory.random(32)) {
      makes.rotate(KeyName.EXECUTION);
      String sha256 = makes.exportPublicHalf(KeyName.EXECUTION, 1, file);
      assertThatThrownBy(() -> makes.exportPublicHalf(KeyName.EXECUTION, 1, file))
          .isInstanceOf(TokenRefused.class);
      assertThatThrownBy(
              () -> makes.exportPublicHalf(KeyName.EXECUTION, 2, folder.resolve("other")))
          .isInstanceOf(IllegalArgumentException.class);

      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at += 7) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        assertThatThrownBy(() -> receives.importPublicHalf(file, sha256))
            .isInstanceOf(TokenRefused.class);
      }
      Files.write(file, bytes);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
      assertThatThrownBy(() -> receives.importPublicHalf(file, sha256))
          .isInstanceOf(TokenRefused.class)
          .hasMessageContaining("others");
      assertThat(receives.versions(KeyName.EXECUTION)).isEmpty();

      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(receives.importPublicHalf(file, sha256)).isEqualTo(new KeyVersion(1, START));
      assertThat(receives.versions(KeyName.EXECUTION)).containsExactly(new KeyVersion(1, START));
      assertThatThrownBy(() -> receives.importPublicHalf(file, sha256))
          .isInstanceOf(IllegalArgumentException.class);
      byte[] wrapped = wraps.wrap(KeyName.EXECUTION, Golden.aad(5), key);
      assertSecret(unwraps.unwrap(KeyName.EXECUTION, Golden.aad(5), wrapped))
          .isEqualTo(hexOf(key.copy()));
    }
  }

  /** A number made there would be the other token's next one as well, with another key. */
  @ParameterizedTest
  @EnumSource(
      value = KeyName.class,
      names = {"EXECUTION", "WEBHOOK"})
  void noVersionIsMadeWhereOnlyThePublicHalvesAre(KeyName name) {
    SoftHsm.Token unwrapper = SoftHsm.token(folder);
    SoftHsm.Token wrapper = SoftHsm.token(folder);
    Path file = folder.resolve("public");
    try (Pkcs11KeyRotation makes = open(unwrapper);
        Pkcs11KeyRotation receives = open(wrapper);
        Pkcs11KeyManagement wraps = Pkcs11KeyManagement.open(wrapper.settings(), now::get);
        SecretMemory key = SecretMemory.random(32)) {
      makes.rotate(name);
      receives.importPublicHalf(file, makes.exportPublicHalf(name, 1, file));

      assertThatThrownBy(() -> receives.rotate(name))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining(wrapper.settings().tokenLabel())
          .hasMessageContaining(new KeyLabel(name, 1).text())
          .hasMessageContaining("token of the service that unwraps");

      assertThat(receives.versions(name)).containsExactly(new KeyVersion(1, START));
      assertThat(wraps.wrap(name, Golden.aad(5), key)).startsWith(2, 1);
      // What has nothing to do with it is made.
      assertThat(receives.rotate(KeyName.CONTROL).number()).isEqualTo(1);
      assertThat(makes.rotate(name).number()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatIsNoPublicHalfIsRefusedWhateverItIs() throws IOException {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyRotation rotation = open(token)) {
      for (String content :
          List.of(
              "",
              "QuantumVault/v2/kms/execution",
              "QuantumVault/v2/kms/control\0" + "x".repeat(300),
              "QuantumVault/v2/kms/execution\0" + "x".repeat(300))) {
        Path file = Files.writeString(folder.resolve("file"), content);
        assertThatThrownBy(
                () -> rotation.importPublicHalf(file, PublicHalf.sha256(Files.readAllBytes(file))))
            .isInstanceOf(TokenRefused.class);
      }
    }
  }

  /** The SHA-256 says whose it is, not whether it is good. */
  @Test
  void aPublicHalfThatIsWeakIsNotImported() throws IOException {
    SoftHsm.Token token = SoftHsm.token(folder);
    BigInteger exponent = BigInteger.valueOf(65537);
    BigInteger small = BigInteger.ONE.shiftLeft(2047).setBit(0);
    BigInteger even = BigInteger.ONE.shiftLeft(3071);
    BigInteger good = even.setBit(0);
    try (Pkcs11KeyRotation rotation = open(token)) {
      for (PublicHalf weak :
          List.of(half(small, exponent), half(even, exponent), half(good, BigInteger.valueOf(3)))) {
        Path file = folder.resolve("weak");
        Files.write(file, weak.bytes());
        assertThatThrownBy(() -> rotation.importPublicHalf(file, PublicHalf.sha256(weak.bytes())))
            .isInstanceOf(TokenRefused.class);
      }
      assertThat(rotation.versions(KeyName.EXECUTION)).isEmpty();
    }
  }

  private static PublicHalf half(BigInteger modulus, BigInteger exponent) {
    return new PublicHalf(
        new KeyLabel(KeyName.EXECUTION, 1), MakingId.at(START), modulus, exponent);
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
              try (Pkcs11KeyRotation rotation =
                  Pkcs11KeyRotation.open(token.settings(), InstantSource.system())) {
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
        assertThat(WrappingKeys.all(session, name, KeyKind.wrapping(name)))
            .hasSize(succeeded)
            .doesNotHaveDuplicates();
        assertThat(WrappingKeys.all(session, name, KeyKind.unwrapping(name)))
            .extracting(WrappingKeys.Found::label)
            .hasSize(succeeded)
            .doesNotHaveDuplicates();
        return session;
      });
    }
  }

  private static boolean no(TokenSession session, long key, long attribute) {
    return session.cryptoki().attributes(session.handle(), key, attribute)[0][0] == 0;
  }

  private Pkcs11KeyRotation open(SoftHsm.Token token) {
    return Pkcs11KeyRotation.open(token.settings(), now::get);
  }
}
