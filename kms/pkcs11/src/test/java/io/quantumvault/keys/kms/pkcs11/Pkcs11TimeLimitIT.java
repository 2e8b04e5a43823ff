package io.quantumvault.keys.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SoftHSM with a function that hangs until the test lets it go. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Pkcs11TimeLimitIT {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final FakedLibrary.Hang hang = new FakedLibrary.Hang();
  @TempDir Path folder;

  @BeforeAll
  static void needsSoftHsm() {
    SoftHsm.library();
  }

  @AfterEach
  void nothingHangsOn() {
    hang.end();
    awaitWorkers(0);
  }

  @Test
  void aLoginThatHangsAtStartUpIsGivenUpAndItsLateSessionIsClosed() throws Exception {
    SoftHsm.Token token = SoftHsm.token(folder);
    CountDownLatch closed = new CountDownLatch(1);
    FakedLibrary library =
        new FakedLibrary()
            .before("C_Login", hang, FakedLibrary.LOGIN)
            .before("C_CloseSession", closed::countDown, FakedLibrary.CLOSE_SESSION);
    int before = SecretMemory.liveCount();
    hang.start();

    assertThatThrownBy(() -> Pkcs11Token.open(token.settings(), library::cryptoki, SHORT, LONG))
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining(token.settings().tokenLabel())
        .hasMessageContaining("no answer within");

    hang.end();
    closed.await();
    awaitWorkers(0);
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void aLibraryThatHangsWhileItIsLoadedIsGivenUp() {
    SoftHsm.Token token = SoftHsm.token(folder);
    hang.start();
    Supplier<Cryptoki> loads =
        () -> {
          hang.run();
          return SoftHsm.cryptoki();
        };

    assertThatThrownBy(() -> Pkcs11Token.open(token.settings(), loads, SHORT, LONG))
        .isInstanceOf(KmsUnavailable.class);
  }

  @Test
  void aListingThatHangsIsGivenUpAndTheNextOneIsMade() {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyVersion made;
    try (Pkcs11KeyRotation keys = token.rotation(InstantSource.fixed(NOW))) {
      made = keys.rotate(KeyName.CONTROL);
    }
    try (Pkcs11KeyRotation keys =
        rotation(open(token, "C_GetAttributeValue", FakedLibrary.GET_ATTRIBUTE_VALUE))) {
      hang.start();
      assertGivenUp(() -> keys.versions(KeyName.CONTROL));

      hang.end();
      assertThat(untilItAnswers(() -> keys.versions(KeyName.CONTROL))).isEqualTo(List.of(made));
    }
  }

  /** Whoever waits for the lock that a hanging login holds is let go too, and so is who closes. */
  @Test
  void whoWaitsBehindALoginThatHangsIsLetGo() {
    SoftHsm.Token token = SoftHsm.token(folder);
    Pkcs11KeyRotation keys = rotation(open(token, "C_OpenSession", FakedLibrary.OPEN_SESSION));
    hang.start();

    assertGivenUp(() -> keys.rotate(KeyName.CONTROL));
    for (int i = 0; i < 3; i++) {
      assertGivenUp(() -> keys.rotate(KeyName.CONTROL));
      assertGivenUp(() -> keys.versions(KeyName.CONTROL));
    }
    // Only the one in native code is left.
    awaitWorkers(1);
    keys.close();
    assertThatThrownBy(() -> keys.versions(KeyName.CONTROL)).isInstanceOf(KmsUnavailable.class);
  }

  @Test
  void aRotationThatHangsIsGivenUpAndWhatItMakesLateIsWhole() {
    SoftHsm.Token token = SoftHsm.token(folder);
    KeyVersion first = new KeyVersion(1, NOW);
    try (Pkcs11KeyRotation rotation = rotation(token)) {
      hang.start();
      assertGivenUp(() -> rotation.rotate(KeyName.CONTROL));

      hang.end();
      awaitWorkers(0);
      assertThat(untilItAnswers(() -> rotation.versions(KeyName.CONTROL)))
          .isEqualTo(List.of(first));
    }
    try (Pkcs11KeyManagement kms =
            Pkcs11KeyManagement.open(token.settings(), InstantSource.system());
        SecretMemory key = SecretMemory.random(32)) {
      assertThat(kms.wrap(KeyName.CONTROL, Golden.aad(7), key)).startsWith(2, 1);
    }
  }

  /** Another rotation was faster, so the late one has to take back what it made. */
  @Test
  void aRotationThatWasGivenUpStillCleansUpAfterItself() {
    SoftHsm.Token token = SoftHsm.token(folder);
    try (Pkcs11KeyRotation hanging = rotation(token);
        Pkcs11KeyRotation other = token.rotation(InstantSource.fixed(NOW.plusSeconds(1)));
        Pkcs11Token hand = token.open()) {
      hang.start();
      assertGivenUp(() -> hanging.rotate(KeyName.CONTROL));
      KeyVersion made = other.rotate(KeyName.CONTROL);

      hang.end();
      awaitWorkers(0);
      assertThat(other.versions(KeyName.CONTROL)).containsExactly(made);
      assertThat(
              hand.<Integer>use(session ->
                  WrappingKeys.withLabel(session, new KeyLabel(KeyName.CONTROL, 1), KeyKind.AES)
                      .length))
          .isEqualTo(1);
    }
  }

  private Pkcs11KeyRotation rotation(SoftHsm.Token token) {
    return rotation(open(token, "C_GenerateKey", FakedLibrary.GENERATE_KEY));
  }

  private static Pkcs11KeyRotation rotation(Pkcs11Token both) {
    return new Pkcs11KeyRotation(both, both, InstantSource.fixed(NOW));
  }

  private Pkcs11Token open(SoftHsm.Token token, String function, MemoryLayout... parameters) {
    FakedLibrary library = new FakedLibrary().before(function, hang, parameters);
    return Pkcs11Token.open(token.settings(), library::cryptoki, LONG, SHORT);
  }

  private static void assertGivenUp(Supplier<?> call) {
    assertThatThrownBy(call::get)
        .isInstanceOf(KmsUnavailable.class)
        .hasMessageContaining("no answer within");
  }

  /** The limit is short, and the machine may be busy. */
  private static <T> T untilItAnswers(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (KmsUnavailable e) {
        Thread.onSpinWait();
      }
    }
  }

  private static void awaitWorkers(int left) {
    while (Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("kms-call"))
            .count()
        > left) {
      Thread.onSpinWait();
    }
  }
}
