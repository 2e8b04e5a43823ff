package io.quantumvault.keys.kms.pkcs11;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11TokenIT {
  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  @Test
  void aWrongPinIsRefusedByTokenAndFileAndNeverSentAgain() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Pkcs11Settings settings = token.settings();
    TokenLogin login = new TokenLogin(settings, SoftHsm.cryptoki());
    SoftHsm.pinFile(settings.pinFile(), "not-the-pin");
    int before = SecretMemory.liveCount();

    assertThatThrownBy(() -> Pkcs11Token.open(settings))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining(settings.tokenLabel())
        .hasMessageContaining(settings.pinFile().toString())
        .hasMessageContaining("CKR_PIN_INCORRECT")
        .hasMessageNotContaining("not-the-pin");
    assertThatThrownBy(() -> login.open(false, 0)).isInstanceOf(TokenRefused.class);
    // Even the right one: what was refused once would have to be looked at by a person.
    SoftHsm.pinFile(settings.pinFile(), SoftHsm.PIN);
    assertThatThrownBy(() -> login.open(false, 0)).isInstanceOf(TokenRefused.class);

    assertThatCode(() -> Pkcs11Token.open(settings).close()).doesNotThrowAnyException();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"0x20000, one more wrong PIN", "0x40000, has locked its PIN"})
  void noPinIsSentToATokenThatWouldLockOrHas(String flag, String why) {
    SoftHsm.Token token = SoftHsm.token(folder);
    AtomicLong flags = new AtomicLong(Long.decode(flag));
    AtomicInteger sent = new AtomicInteger();
    Cryptoki library =
        new FakedLibrary()
            .withTokenFlags(flags::get)
            .before("C_Login", sent::incrementAndGet, FakedLibrary.LOGIN)
            .cryptoki();
    Pkcs11Settings settings = token.settings();
    TokenLogin login = new TokenLogin(settings, library);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> login.open(false, 0))
          .isInstanceOf(TokenRefused.class)
          .hasMessageContaining(why)
          .hasMessageContaining(settings.tokenLabel())
          .hasMessageContaining(settings.pinFile().toString())
          .hasMessageContaining("pkcs11-tool");
    }
    assertThat(sent).hasValue(0);

    // Once a person has seen to it, nothing needs to be started again.
    flags.set(0);
    login.open(false, 0).closeQuietly();
    assertThat(sent).hasValue(1);
  }

  /** Somebody mistyped it by hand, and SoftHSM says so: that must not stop a service. */
  @Test
  void anEarlierWrongPinOfSomebodyStopsNothing() {
    SoftHsm.Token token = SoftHsm.token(folder);
    SoftHsm.pinFile(token.settings().pinFile(), "not-the-pin");
    assertThatThrownBy(token::open).isInstanceOf(TokenRefused.class);
    SoftHsm.pinFile(token.settings().pinFile(), SoftHsm.PIN);
    assertThatCode(() -> token.open().close()).doesNotThrowAnyException();
  }

  @Test
  void aPinThatTurnsWrongWhileRunningIsAnOutageThatNamesTheFile() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      SoftHsm.pinFile(token.settings().pinFile(), "not-the-pin");
      SoftHsm.restartLibrary();

      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
            .isInstanceOf(KmsUnavailable.class)
            .hasMessageContaining(token.settings().pinFile().toString());
      }
    }
  }

  @Test
  void oneLineEndAfterThePinDoesNotCountAndAnotherDoes() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Path pin = token.settings().pinFile();
    for (String good : new String[] {SoftHsm.PIN, SoftHsm.PIN + "\n", SoftHsm.PIN + "\r\n"}) {
      SoftHsm.pinFile(pin, good);
      assertThatCode(() -> token.open().close()).doesNotThrowAnyException();
    }
    SoftHsm.pinFile(pin, SoftHsm.PIN + "\n\n");
    assertThatThrownBy(token::open).isInstanceOf(TokenRefused.class);
  }

  @Test
  void aPinFileThatOthersMayReadIsRefusedWithoutAdviceOnKeys() throws IOException {
    SoftHsm.Token token = SoftHsm.token(folder);
    Path pin = token.settings().pinFile();
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(token::open)
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining(pin.toString())
        .hasMessageContaining("0640")
        .hasMessageNotContaining("urandom");

    Files.delete(pin);
    assertThatThrownBy(token::open)
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void anUnknownTokenIsAnOutageAndABadLibraryIsRefused() throws IOException {
    SoftHsm.Token token = SoftHsm.token(folder);
    Path pin = token.settings().pinFile();
    Path library = token.settings().library();
    assertThatThrownBy(() -> Pkcs11Token.open(new Pkcs11Settings(library, "nobody", pin)))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("nobody");

    Path text = Files.writeString(folder.resolve("text.so"), "no library");
    assertThatThrownBy(() -> Pkcs11Token.open(new Pkcs11Settings(text, "nobody", pin)))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("cannot be loaded");
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThatThrownBy(() -> Pkcs11Token.open(new Pkcs11Settings(text, "nobody", pin)))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("others than its owner may write it");
    assertThatThrownBy(
            () -> Pkcs11Token.open(new Pkcs11Settings(folder.resolve("none.so"), "nobody", pin)))
        .isInstanceOf(TokenRefused.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aTokenThatIsPulledOutIsAnOutageAndServesAgainWhenItIsBack() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyRotation rotation = token.rotation(InstantSource.system());
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      for (KeyName name : KeyName.values()) {
        rotation.rotate(name);
      }
      byte[] execution = kms.wrap(KeyName.EXECUTION, Golden.aad(5), key);
      byte[] control = kms.wrap(KeyName.CONTROL, Golden.aad(7), key);
      int before = SecretMemory.liveCount();

      token.remove();

      for (int i = 0; i < 3; i++) {
        for (KeyName name : KeyName.values()) {
          assertThatThrownBy(() -> kms.wrap(name, Golden.aad(5), key))
              .isInstanceOf(KmsUnavailable.class);
          assertThatThrownBy(() -> rotation.versions(name)).isInstanceOf(KmsUnavailable.class);
          assertThatThrownBy(() -> rotation.rotate(name)).isInstanceOf(KmsUnavailable.class);
          assertThatThrownBy(() -> rotation.destroy(name, 7)).isInstanceOf(KmsUnavailable.class);
        }
        assertThatThrownBy(() -> kms.unwrap(KeyName.EXECUTION, Golden.aad(5), execution))
            .isInstanceOf(KmsUnavailable.class);
        assertThatThrownBy(() -> kms.unwrap(KeyName.CONTROL, Golden.aad(7), control))
            .isInstanceOf(KmsUnavailable.class);
      }
      assertThat(SecretMemory.liveCount()).isEqualTo(before);

      token.putBack();
      SoftHsm.restartLibrary();
      assertSecret(kms.unwrap(KeyName.CONTROL, Golden.aad(7), control))
          .isEqualTo(hexOf(key.copy()));
    }
  }

  @Test
  void aLostSessionCostsOneFreshLoginAndNoFailure() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token open = token.open();
        Pkcs11KeyRotation rotation = token.rotation(InstantSource.system());
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      rotation.rotate(KeyName.CONTROL);
      byte[] wrapped = kms.wrap(KeyName.CONTROL, Golden.aad(7), key);

      // All sessions and the login end behind the provider's back.
      SoftHsm.restartLibrary();
      assertSecret(kms.unwrap(KeyName.CONTROL, Golden.aad(7), wrapped))
          .isEqualTo(hexOf(key.copy()));

      // One session ends behind the pool's back.
      int login = open.use(TokenSession::login);
      open.use(session -> {
        session.closeQuietly();
        return session;
      });
      long[] calls = {0};
      int fresh =
          open.use(session -> {
            calls[0]++;
            session.cryptoki().isLoggedIn(session.handle());
            return session.login();
          });
      assertThat(fresh).isEqualTo(login + 1);
      assertThat(calls[0]).isEqualTo(2);
    }
  }

  /** As a library in the same process may do that uses the token for something else. */
  @Test
  void aLogOutElsewhereInTheProcessIsNotADestroyedKey() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyRotation rotation = token.rotation(InstantSource.system());
        Pkcs11KeyManagement kms = open(token);
        SecretMemory key = SecretMemory.random(32)) {
      for (KeyName name : KeyName.values()) {
        rotation.rotate(name);
        byte[] wrapped = kms.wrap(name, Golden.aad(5), key);

        SoftHsm.logOut(token);
        assertSecret(kms.unwrap(name, Golden.aad(5), wrapped)).isEqualTo(hexOf(key.copy()));
        SoftHsm.logOut(token);
        assertThat(kms.wrap(name, Golden.aad(5), key)).startsWith(2, 1);
        SoftHsm.logOut(token);
        assertThat(rotation.versions(name)).hasSize(1);
      }
    }
  }

  @Test
  void aCallThatFailsTwiceIsAnOutageAndLeavesNoSessionBehind() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11Token open = token.open()) {
      for (int i = 0; i < 2 * Pkcs11Token.MAX_SESSIONS; i++) {
        int[] calls = {0};
        assertThatThrownBy(() ->
                open.use(session -> {
                  calls[0]++;
                  throw new CkFailure("C_Test", Ckr.DEVICE_REMOVED);
                }))
            .isInstanceOf(KmsUnavailable.class)
            .hasMessageContaining("CKR_DEVICE_REMOVED");
        assertThat(calls[0]).isEqualTo(2);
        assertThat(open.idleSessions()).isZero();
      }
      assertThat(open.use(TokenSession::label)).isEqualTo(token.settings().tokenLabel());
      assertThat(open.idleSessions()).isEqualTo(1);
    }
  }

  @Test
  void aClosedTokenAnswersNothing() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (SecretMemory key = SecretMemory.random(32)) {
      Pkcs11KeyManagement kms = open(token);
      kms.close();
      assertThatThrownBy(() -> kms.wrap(KeyName.CONTROL, Golden.aad(7), key))
          .isInstanceOf(KmsUnavailable.class)
          .hasMessageContaining("closed");
    }
  }

  private static Pkcs11KeyManagement open(SoftHsm.Token token) {
    return Pkcs11KeyManagement.open(token.settings(), InstantSource.system());
  }
}
