package io.quantumvault.keys.kms.file;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static io.quantumvault.keys.kms.file.FileKeyManagement.LOOK_EVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.kms.LookLimit;
import io.quantumvault.keys.memory.KeyFile;
import io.quantumvault.keys.memory.KeyFileRefused;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running service follows the versions in its folder. */
class FolderWatchTest {
  private static final KeyName NAME = KeyName.EXECUTION;
  private static final Duration MOMENT = Duration.ofMillis(1);

  @TempDir Path wrapping;
  @TempDir Path unwrapping;
  private final TestClock clock = new TestClock();
  private final Aad context = Golden.aad(5);

  @BeforeEach
  void firstVersion() {
    FileKmsKeys.create(NAME, 1, unwrapping, wrapping);
  }

  @Test
  void aNewVersionWrapsWithoutARestart() {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      assertThat(wraps.wrap(NAME, context, key)).startsWith(1, 1);
      FileKmsKeys.create(NAME, 2, unwrapping, wrapping);

      clock.move(LOOK_EVERY.minus(MOMENT));
      assertThat(wraps.wrap(NAME, context, key)).startsWith(1, 1);
      clock.move(MOMENT);
      assertThat(wraps.wrap(NAME, context, key)).startsWith(1, 2);
    }
  }

  /** A grant that was wrapped a moment ago, under a key that came a moment before. */
  @Test
  void aNewVersionOpensAtOnceHoweverShortAgoAnotherWasLookedFor() {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      for (int version = 2; version < 2 + LookLimit.LOOKS_A_SECOND; version++) {
        FileKmsKeys.create(NAME, version, unwrapping, wrapping);
        wraps.refresh();
        byte[] wrapped = wraps.wrap(NAME, context, key);
        assertThat(wrapped).startsWith(1, version);
        assertSecret(unwraps.unwrap(NAME, context, wrapped)).isEqualTo(hexOf(key.copy()));
      }
    }
  }

  /**
   * A flood of records under versions that do not exist: few looks, and never "forged" unlooked.
   */
  @Test
  void aFloodOfUnknownVersionsIsAnOutageAndNotAForgeryUntilTheFolderIsLookedAtAgain() {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] known = wraps.wrap(NAME, context, key);
      byte[] unknown = known.clone();
      unknown[1] = 99;
      for (int look = 0; look < LookLimit.LOOKS_A_SECOND; look++) {
        assertRefused(unwraps, unknown);
      }
      FileKmsKeys.create(NAME, 2, unwrapping, wrapping);
      wraps.refresh();
      byte[] second = wraps.wrap(NAME, context, key);
      for (int flood = 0; flood < 100; flood++) {
        assertUnavailable(unwraps, unknown);
        assertUnavailable(unwraps, second);
      }
      assertSecret(unwraps.unwrap(NAME, context, known)).isEqualTo(hexOf(key.copy()));

      clock.move(Duration.ofSeconds(1).minus(MOMENT));
      assertUnavailable(unwraps, second);
      clock.move(MOMENT);
      assertSecret(unwraps.unwrap(NAME, context, second)).isEqualTo(hexOf(key.copy()));
      assertRefused(unwraps, unknown);
    }
  }

  /** Whichever call of a second it is. */
  @Test
  void inAFolderThatCannotBeReadNoVersionIsForged() throws IOException {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] known = wraps.wrap(NAME, context, key);
      FileKmsKeys.create(NAME, 2, unwrapping, wrapping);
      wraps.refresh();
      byte[] second = wraps.wrap(NAME, context, key);
      Path away = unwrapping.resolveSibling(unwrapping.getFileName() + "-away");
      Files.move(unwrapping, away);

      for (int call = 0; call < 3 * LookLimit.LOOKS_A_SECOND; call++) {
        assertUnavailable(unwraps, second);
        clock.move(Duration.ofMillis(70));
      }
      assertSecret(unwraps.unwrap(NAME, context, known)).isEqualTo(hexOf(key.copy()));

      Files.move(away, unwrapping);
      clock.move(Duration.ofSeconds(1));
      assertSecret(unwraps.unwrap(NAME, context, second)).isEqualTo(hexOf(key.copy()));
    }
  }

  /** The one key there is was replaced by a file that cannot be read. */
  @Test
  void whoCannotWrapBecauseAFileIsBadIsTold() throws IOException {
    Path half = wrapping.resolve("kms-execution-v1.pub");
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] good = Files.readAllBytes(half);
      Files.write(half, new byte[31]);
      clock.move(LOOK_EVERY);
      assertThatThrownBy(() -> wraps.wrap(NAME, context, key)).isInstanceOf(KmsUnavailable.class);

      Files.write(half, good);
      clock.move(LOOK_EVERY);
      assertThat(wraps.wrap(NAME, context, key)).startsWith(1, 1);
      Files.delete(half);
      clock.move(LOOK_EVERY);
      assertThatThrownBy(() -> wraps.wrap(NAME, context, key)).isInstanceOf(CryptoFailure.class);
    }
  }

  @Test
  void aDeletedKeyLeavesMemoryAtTheNextLookAndOpensNothing() throws IOException {
    FileKmsKeys.create(NAME, 2, unwrapping, wrapping);
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      Files.delete(wrapping.resolve("kms-execution-v2.pub"));
      wraps.refresh();
      byte[] first = wraps.wrap(NAME, context, key);
      unwraps.unwrap(NAME, context, first).close();
      int before = SecretMemory.liveCount();
      Files.delete(unwrapping.resolve("kms-execution-v1.key"));

      unwraps.unwrap(NAME, context, first).close();
      clock.move(LOOK_EVERY);
      assertRefused(unwraps, first);
      assertThat(SecretMemory.liveCount()).isEqualTo(before - 1);
    }
  }

  @Test
  void refreshDropsADeletedKeyEvenWhereAnotherFileIsBad() throws IOException {
    try (FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock)) {
      int before = SecretMemory.liveCount();
      Files.delete(unwrapping.resolve("kms-execution-v1.key"));
      Files.write(unwrapping.resolve("kms-webhook-v1.key"), new byte[32]);

      assertThatThrownBy(unwraps::refresh)
          .isInstanceOf(KeyFileRefused.class)
          .hasMessageContaining("kms-webhook-v1.key");
      assertThat(SecretMemory.liveCount()).isEqualTo(before - 1);
    }
  }

  @Test
  void oneBadFileDoesNotKeepAGoodNewOneOut() throws IOException {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      Files.write(wrapping.resolve("kms-execution-v2.pub"), new byte[31]);
      Files.write(unwrapping.resolve("kms-execution-v2.key"), new byte[32]);
      FileKmsKeys.create(NAME, 3, unwrapping, wrapping);

      byte[] wrapped = wraps.wrap(NAME, context, key);

      assertThat(wrapped).startsWith(1, 3);
      unwraps.unwrap(NAME, context, wrapped).close();
    }
  }

  /** Not "this is forged": the version may be in what could not be read. */
  @Test
  void aVersionThatIsNotKnownWhereTheFolderCannotBeReadIsAnOutage() throws IOException {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      FileKmsKeys.create(NAME, 2, unwrapping, wrapping);
      byte[] wrapped = wraps.wrap(NAME, context, key);
      Path second = unwrapping.resolve("kms-execution-v2.key");
      byte[] good = Files.readAllBytes(second);
      Files.write(second, new byte[32]);

      assertThatThrownBy(() -> unwraps.unwrap(NAME, context, wrapped))
          .isInstanceOf(KmsUnavailable.class);
      Files.write(second, good);
      unwraps.unwrap(NAME, context, wrapped).close();
    }
  }

  @Test
  void aReplacedFileTakesThePlaceOfTheOldKey() throws IOException {
    Path file = unwrapping.resolve("kms-execution-v1.key");
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
        SecretMemory key = SecretMemory.random(32);
        SecretMemory other = SecretMemory.random(32)) {
      byte[] wrapped = wraps.wrap(NAME, context, key);
      int before = SecretMemory.liveCount();
      Files.delete(file);
      KeyFile.create(file, other);
      unwraps.refresh();

      assertRefused(unwraps, wrapped);
      assertThat(SecretMemory.liveCount()).isEqualTo(before);
    }
  }

  @Test
  void aClockSetBackDoesNotStopTheLooking() {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        SecretMemory key = SecretMemory.random(32)) {
      wraps.wrap(NAME, context, key);
      FileKmsKeys.create(NAME, 2, unwrapping, wrapping);
      clock.move(Duration.ofDays(-100));

      assertThat(wraps.wrap(NAME, context, key)).startsWith(1, 2);
    }
  }

  @Test
  void nothingIsLoadedAfterClose() {
    int before = SecretMemory.liveCount();
    FileKeyManagement unwraps = FileKeyManagement.open(unwrapping, clock);
    unwraps.close();
    clock.move(LOOK_EVERY);
    unwraps.refresh();
    assertRefused(unwraps, new byte[] {1, 1, 0, 0, 0, 9});

    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private void assertUnavailable(FileKeyManagement kms, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(NAME, context, wrapped).close())
        .isInstanceOf(KmsUnavailable.class);
  }

  private void assertRefused(FileKeyManagement kms, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(NAME, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }
}
