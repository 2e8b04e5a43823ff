package io.quantumvault.keys.kms.file;

import static io.quantumvault.keys.TestSecrets.assertSecret;
import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantumvault.keys.CryptoFailure;
import io.quantumvault.keys.Golden;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.KeyVersion;
import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileKeyRotationTest {
  private static final KeyName NAME = KeyName.EXECUTION;

  @TempDir Path wrapping;
  @TempDir Path unwrapping;
  private final TestClock clock = new TestClock();
  private final Aad context = Golden.aad(5);

  @BeforeEach
  void firstVersion() throws IOException {
    FileKmsKeys.create(NAME, 1, unwrapping, wrapping);
    for (Path half : List.of(secret(1), publicHalf(1))) {
      Files.setLastModifiedTime(half, FileTime.from(clock.instant()));
    }
  }

  @Test
  void theNextVersionIsPrivateDatedAndWraps() throws IOException {
    Instant first = clock.instant();
    clock.move(Duration.ofDays(1));

    KeyVersion made = rotation().rotate(NAME);

    assertThat(made).isEqualTo(new KeyVersion(2, clock.instant()));
    assertThat(rotation().versions(NAME)).containsExactly(new KeyVersion(1, first), made);
    assertThat(names(unwrapping)).containsExactly("kms-execution-v1.key", "kms-execution-v2.key");
    assertThat(names(wrapping))
        .containsExactly("kms-execution-v1.pub", "kms-execution-v2.pub", "rotation.lock");
    assertThat(mode(secret(2))).isEqualTo("rw-------");
    assertThat(mode(publicHalf(2))).isEqualTo("rw-r--r--");
    assertThat(mode(wrapping.resolve("rotation.lock"))).isEqualTo("rw-------");
    assertWraps(2);
  }

  @Test
  void aGrantOpensAfterRotationAndNotAfterDestruction() {
    int before = SecretMemory.liveCount();
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping, clock);
        FileKeyManagement signer = FileKeyManagement.open(unwrapping, clock);
        SecretMemory ek = SecretMemory.random(32)) {
      byte[] backup = wraps.wrap(NAME, context, ek);
      rotation().rotate(NAME);
      clock.move(FileKeyManagement.LOOK_EVERY);
      byte[] later = wraps.wrap(NAME, context, ek);

      assertThat(later).startsWith(1, 2);
      assertSecret(signer.unwrap(NAME, context, backup)).isEqualTo(hexOf(ek.copy()));
      assertSecret(signer.unwrap(NAME, context, later)).isEqualTo(hexOf(ek.copy()));

      rotation().destroy(NAME, 1);
      clock.move(FileKeyManagement.LOOK_EVERY);
      assertRefused(signer, backup);
      try (FileKeyManagement restarted = FileKeyManagement.open(unwrapping, clock)) {
        assertRefused(restarted, backup);
        assertSecret(restarted.unwrap(NAME, context, later)).isEqualTo(hexOf(ek.copy()));
      }
    }
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  /** What a crash can leave behind, in the order in which the files come. */
  enum CrashedAfter {
    NOTHING,
    HALF_A_PRIVATE_FILE,
    THE_PRIVATE_HALF,
    HALF_A_PUBLIC_FILE,
    THE_PUBLIC_HALF
  }

  @ParameterizedTest
  @EnumSource(CrashedAfter.class)
  void aCrashAtAnyMomentLeavesNoVersionThatWrapsButCannotBeUnwrapped(CrashedAfter crash)
      throws IOException {
    rotation().rotate(NAME);
    Path done = Files.createDirectory(unwrapping.resolve("done"));
    Files.move(secret(2), done.resolve("secret"));
    Files.move(publicHalf(2), done.resolve("public"));
    switch (crash) {
      case NOTHING -> {}
      case HALF_A_PRIVATE_FILE -> Files.write(unfinished(secret(2)), new byte[7]);
      case THE_PRIVATE_HALF -> Files.move(done.resolve("secret"), secret(2));
      case HALF_A_PUBLIC_FILE -> {
        Files.move(done.resolve("secret"), secret(2));
        Files.write(unfinished(publicHalf(2)), new byte[7]);
      }
      case THE_PUBLIC_HALF -> {
        Files.move(done.resolve("secret"), secret(2));
        Files.move(done.resolve("public"), publicHalf(2));
      }
    }
    boolean published = crash == CrashedAfter.THE_PUBLIC_HALF;

    assertWraps(published ? 2 : 1);
    assertThat(rotation().versions(NAME)).hasSize(published ? 2 : 1);

    clock.move(Duration.ofDays(3));
    KeyVersion next = rotation().rotate(NAME);
    assertThat(next).isEqualTo(new KeyVersion(published ? 3 : 2, clock.instant()));
    assertThat(rotation().versions(NAME)).last().isEqualTo(next);
    assertWraps(next.number());
    assertThat(names(unwrapping)).noneMatch(name -> name.endsWith("unfinished"));
    assertThat(names(wrapping)).noneMatch(name -> name.endsWith("unfinished"));
  }

  @Test
  void aHalfMadeVersionKeepsItsPrivateHalf() throws IOException {
    rotation().rotate(NAME);
    byte[] before = Files.readAllBytes(secret(2));
    byte[] published = Files.readAllBytes(publicHalf(2));
    Files.delete(publicHalf(2));

    rotation().rotate(NAME);

    assertThat(secret(2)).hasBinaryContent(before);
    assertThat(publicHalf(2)).hasBinaryContent(published);
  }

  @Test
  void noPublicHalfAppearsWhereThePrivateHalfCannotBeWritten() throws IOException {
    obstruct(unfinished(secret(2)));

    assertThatThrownBy(() -> rotation().rotate(NAME)).isInstanceOf(KmsUnavailable.class);

    assertThat(publicHalf(2)).doesNotExist();
    assertThat(rotation().versions(NAME)).hasSize(1);
    assertWraps(1);
  }

  @Test
  void aPublicHalfThatCannotBeWrittenLeavesNoHalfMadeVersion() throws IOException {
    obstruct(unfinished(publicHalf(2)));
    int before = SecretMemory.liveCount();

    assertThatThrownBy(() -> rotation().rotate(NAME)).isInstanceOf(KmsUnavailable.class);

    assertThat(secret(2)).doesNotExist();
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void thePublicHalfGoesFirstAndWhatIsHalfDestroyedIsFinishedTheNextTime() throws IOException {
    rotation().rotate(NAME);
    Path aside = unwrapping.resolve("aside");
    Files.move(secret(1), aside);
    obstruct(secret(1));

    assertThatThrownBy(() -> rotation().destroy(NAME, 1)).isInstanceOf(KmsUnavailable.class);
    assertThat(publicHalf(1)).doesNotExist();

    clear(secret(1));
    Files.move(aside, secret(1));
    assertThat(rotation().versions(NAME)).extracting(KeyVersion::number).containsExactly(1, 2);
    rotation().destroy(NAME, 1);
    assertThat(secret(1)).doesNotExist();
    assertThat(rotation().versions(NAME)).extracting(KeyVersion::number).containsExactly(2);
    assertWraps(2);
  }

  @Test
  void theNewestIsNotDestroyedAndWhatIsGoneIsNoError() throws IOException {
    rotation().rotate(NAME);
    rotation().destroy(NAME, 1);
    rotation().destroy(NAME, 1);
    Files.copy(secret(2), secret(3)); // half-made

    for (int version : new int[] {2, 3, 4}) {
      assertThatThrownBy(() -> rotation().destroy(NAME, version))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(secret(2)).exists();
    assertThat(secret(3)).exists();
  }

  @Test
  void numbersDoNotComeTwice() throws IOException {
    rotation().rotate(NAME);
    rotation().destroy(NAME, 1);
    assertThat(rotation().rotate(NAME).number()).isEqualTo(3);
    // Somebody deleted a private half by hand: the next version must stand above its public half.
    Files.delete(secret(3));

    assertThat(rotation().versions(NAME)).extracting(KeyVersion::number).containsExactly(2);
    assertThat(rotation().rotate(NAME).number()).isEqualTo(4);
    assertWraps(4);
  }

  @Test
  void aVersionIsAsYoungAsTheYoungerOfItsFiles() throws IOException {
    Instant later = clock.instant().plus(Duration.ofDays(2));
    Files.setLastModifiedTime(publicHalf(1), FileTime.from(later));
    assertThat(rotation().versions(NAME)).containsExactly(new KeyVersion(1, later));

    Files.setLastModifiedTime(publicHalf(1), FileTime.from(clock.instant()));
    Files.setLastModifiedTime(secret(1), FileTime.from(later));
    assertThat(rotation().versions(NAME)).containsExactly(new KeyVersion(1, later));
  }

  @Test
  void controlIsOneFileInTheFolderOfItsService() throws IOException {
    FileKeyRotation rotation = rotation();
    assertThat(rotation.rotate(KeyName.CONTROL).number()).isEqualTo(1);
    assertThat(rotation.rotate(KeyName.CONTROL).number()).isEqualTo(2);
    rotation.destroy(KeyName.CONTROL, 1);

    assertThat(names(wrapping)).contains("kms-control-v2.key").doesNotContain("kms-control-v1.key");
    assertThat(names(unwrapping)).containsExactly("kms-execution-v1.key");
    assertThat(mode(wrapping.resolve("kms-control-v2.key"))).isEqualTo("rw-------");
    assertThat(rotation.versions(KeyName.CONTROL))
        .extracting(KeyVersion::number)
        .containsExactly(2);
  }

  @Test
  void aNameWithoutFoldersAndAFolderThatIsGoneAreTold() {
    assertThatThrownBy(() -> rotation().versions(KeyName.WEBHOOK))
        .isInstanceOf(IllegalArgumentException.class);
    FileKeyRotation nowhere =
        new FileKeyRotation(
            Map.of(NAME, new KeyPlace(unwrapping.resolve("gone"), wrapping.resolve("gone"))));
    assertThatThrownBy(() -> nowhere.versions(NAME)).isInstanceOf(KmsUnavailable.class);
    assertThatThrownBy(() -> nowhere.rotate(NAME)).isInstanceOf(KmsUnavailable.class);
    assertThatThrownBy(() -> nowhere.destroy(NAME, 1)).isInstanceOf(KmsUnavailable.class);
  }

  @Test
  void manyAtOnceMakeAsManyVersions() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<KeyVersion>> made = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        made.add(threads.submit(() -> rotation().rotate(NAME)));
      }
      List<Integer> numbers = new ArrayList<>();
      for (Future<KeyVersion> each : made) {
        numbers.add(each.get().number());
      }
      assertThat(numbers).doesNotHaveDuplicates().hasSize(24);
    }
    assertThat(rotation().versions(NAME)).hasSize(25);
    assertWraps(25);
  }

  @Test
  void anAdministratorsFilesBelongToTheServiceOfTheirFolder() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not run: not root");
    for (Path folder : List.of(wrapping, unwrapping)) {
      Files.setAttribute(folder, "unix:uid", 10_001);
      Files.setAttribute(folder, "unix:gid", 10_002);
    }

    rotation().rotate(NAME);
    Files.delete(publicHalf(2));
    rotation().rotate(NAME); // publishes it again

    for (Path file : List.of(secret(2), publicHalf(2), wrapping.resolve("rotation.lock"))) {
      assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(10_001);
      assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(10_002);
    }
    assertThat(mode(secret(2))).isEqualTo("rw-------");
  }

  /** Else a service could have an administrator give it any file of the machine. */
  @Test
  void aLinkInTheWayOfTheLockIsNotFollowed() throws IOException {
    Path elsewhere = Files.createFile(unwrapping.resolve("elsewhere"));
    Files.createSymbolicLink(wrapping.resolve("rotation.lock"), elsewhere);

    assertThatThrownBy(() -> rotation().rotate(NAME)).isInstanceOf(KmsUnavailable.class);
    assertThat(rotation().versions(NAME)).hasSize(1);
  }

  private FileKeyRotation rotation() {
    return new FileKeyRotation(
        Map.of(
            NAME,
            new KeyPlace(unwrapping, wrapping),
            KeyName.CONTROL,
            new KeyPlace(wrapping, wrapping)),
        clock);
  }

  private void assertWraps(int version) {
    try (FileKeyManagement wraps = FileKeyManagement.open(wrapping);
        FileKeyManagement unwraps = FileKeyManagement.open(unwrapping);
        SecretMemory key = SecretMemory.random(32)) {
      byte[] wrapped = wraps.wrap(NAME, context, key);
      assertThat(wrapped).startsWith(1, version);
      assertSecret(unwraps.unwrap(NAME, context, wrapped)).isEqualTo(hexOf(key.copy()));
    }
  }

  private void assertRefused(FileKeyManagement kms, byte[] wrapped) {
    assertThatThrownBy(() -> kms.unwrap(NAME, context, wrapped).close())
        .isInstanceOf(CryptoFailure.class);
  }

  /** A folder with something in it: it can be neither deleted nor written as a file. */
  private static void obstruct(Path file) throws IOException {
    Files.createDirectory(file);
    Files.createFile(file.resolve("in the way"));
  }

  private static void clear(Path file) throws IOException {
    Files.delete(file.resolve("in the way"));
    Files.delete(file);
  }

  private Path secret(int version) {
    return unwrapping.resolve("kms-execution-v" + version + ".key");
  }

  private Path publicHalf(int version) {
    return wrapping.resolve("kms-execution-v" + version + ".pub");
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".unfinished");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
