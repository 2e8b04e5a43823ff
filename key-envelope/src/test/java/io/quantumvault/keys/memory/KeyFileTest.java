package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.reveal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void whatIsCreatedIsPrivateAndLoadsAgain() throws IOException {
    Path file = folder.resolve("a.key");
    try (SecretMemory key = SecretMemory.random(32)) {
      KeyFile.create(file, key);

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (SecretMemory loaded = KeyFile.load(file)) {
        assertThat(reveal(loaded)).isEqualTo(reveal(key)).isEqualTo(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path file = write(new byte[] {1}, "rw-------");
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() -> KeyFile.create(file, key))
          .isInstanceOf(KeyFileRefused.class)
          .hasMessageContaining("exists already");
    }
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }

  /** A crash may come at any moment before the file has its name. */
  @Test
  void aFileHasItsNameOnlyWhenItIsFinishedAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("a.key");
    Path aside = folder.resolve("a.key.unfinished");
    Files.write(aside, new byte[7]); // what another crash left
    try (SecretMemory key = SecretMemory.random(32)) {
      assertThatThrownBy(() ->
              KeyFile.create(
                  file,
                  key,
                  unfinished -> {
                    assertThat(unfinished).isEqualTo(aside).hasBinaryContent(reveal(key));
                    assertThat(file).doesNotExist();
                    throw new IOException("no");
                  }))
          .isInstanceOf(KeyFileRefused.class);
      assertThat(folder).isEmptyDirectory();

      KeyFile.create(file, key);
      assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");
    }
  }

  @Test
  void whatAppearedMeanwhileIsNotReplaced() throws IOException {
    Path file = folder.resolve("a.pub");
    assertThatThrownBy(
            () -> PublicFile.create(file, good(), unfinished -> Files.write(file, new byte[1])))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasBinaryContent(new byte[1]);
    assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");
  }

  /** Two who make the same key: who lost its own file gives the name to nobody else's. */
  @Test
  void onlyWhatWasWrittenHereGetsTheName() throws IOException {
    Path file = folder.resolve("a.pub");
    assertThatThrownBy(() ->
            PublicFile.create(
                file,
                good(),
                unfinished -> {
                  Files.delete(unfinished);
                  Files.write(unfinished, new byte[7]);
                }))
        .isInstanceOf(KeyFileRefused.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void whatACrashLeftIsRemovedAndNothingElse() throws IOException {
    Files.write(folder.resolve("a.key.unfinished"), new byte[7]);
    Files.write(folder.resolve("b.key"), good());
    NewFile.removeUnfinished(folder);
    assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");
    assertThat(folder.resolve("b.key")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
  void aFileThatOthersMayTouchIsRefused(String mode) throws IOException {
    Path file = write(good(), mode);

    assertThatThrownBy(() -> KeyFile.load(file))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("chmod 600")
        .hasMessageContaining("head -c 32 /dev/urandom")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> SecretMemory.readFile(file)).isInstanceOf(KeyFileRefused.class);
  }

  static Stream<Arguments> weakKeys() {
    byte[] counted = new byte[32];
    byte[] inThrees = new byte[32];
    byte[] repeated = new byte[32];
    byte[] fewValues = good();
    for (int i = 0; i < 32; i++) {
      counted[i] = (byte) i;
      inThrees[i] = (byte) (200 - 3 * i);
      repeated[i] = good()[i % 8];
      fewValues[i] = good()[i % 15];
    }
    byte[] same = new byte[32];
    Arrays.fill(same, (byte) 0xc3);
    return Stream.of(
        Arguments.of("zeros", new byte[32]),
        Arguments.of("all equal", same),
        Arguments.of("counted", counted),
        Arguments.of("counted in threes", inThrees),
        Arguments.of("repeated", repeated),
        Arguments.of("few different bytes", fewValues),
        Arguments.of("words", text("correct horse battery staple 1!\n")),
        Arguments.of("hex digits", text("0f1e2d3c4b5a69788796a5b4c3d2e1f0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weakKeys")
  void aKeyMadeByHandIsRefused(String name, byte[] key) throws IOException {
    assertThat(key).as(name).hasSize(32);
    Path file = write(key, "rw-------");

    assertThatThrownBy(() -> KeyFile.load(file))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining("not random")
        .hasMessageContaining("/dev/urandom");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 31, 33, 64})
  void aKeyOfAnotherSizeIsRefused(int size) throws IOException {
    Path file = write(Arrays.copyOf(good(), size), "rw-------");

    assertThatThrownBy(() -> KeyFile.load(file))
        .isInstanceOf(KeyFileRefused.class)
        .hasMessageContaining(size + " bytes");
  }

  @Test
  void missingEmptyHugeAndFoldersAreRefused() throws IOException {
    assertThatThrownBy(() -> KeyFile.load(folder.resolve("none")))
        .hasMessageContaining("does not exist");
    Path empty = write(new byte[0], "rw-------");
    assertThatThrownBy(() -> SecretMemory.readFile(empty)).isInstanceOf(KeyFileRefused.class);
    Path huge = write(new byte[5000], "rw-------");
    assertThatThrownBy(() -> SecretMemory.readFile(huge)).isInstanceOf(KeyFileRefused.class);
    assertThatThrownBy(() -> KeyFile.load(folder)).hasMessageContaining("not a plain file");
  }

  @Test
  void aKeyThatBelongsToAnotherUserIsRefused() throws IOException {
    Path file = write(good(), "rw-------");
    assumeTrue(
        Libc.effectiveUser() == 0, "not run: not root, who alone can give a file to another user");
    Files.setAttribute(file, "unix:uid", 65534);

    assertThatThrownBy(() -> KeyFile.load(file)).hasMessageContaining("another user");
  }

  /** Its owner can write it, whatever its mode says of others. */
  @Test
  void aPublicHalfThatBelongsToAnotherUserIsRefused() throws IOException {
    Path file = write(good(), "rw-r--r--");
    assumeTrue(
        Libc.effectiveUser() == 0, "not run: not root, who alone can give a file to another user");
    Files.setAttribute(file, "unix:uid", 65534);

    assertThatThrownBy(() -> PublicFile.load(file)).hasMessageContaining("another user");
  }

  @Test
  void refusalsLeaveNoSecretOpen() throws IOException {
    int before = SecretMemory.liveCount();
    Path weak = write(new byte[32], "rw-------");

    assertThatThrownBy(() -> KeyFile.load(weak)).isInstanceOf(KeyFileRefused.class);
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void randomKeysPass() {
    for (int i = 0; i < 20_000; i++) {
      try (SecretMemory key = SecretMemory.random(32)) {
        assertThat(KeyStrength.looksHandMade(key.segment())).isFalse();
      }
    }
  }

  @Test
  void aPublicHalfThatOthersMayWriteIsRefused() throws IOException {
    Path readable = write(good(), "rw-r--r--");
    assertThat(PublicFile.load(readable)).isEqualTo(good());

    for (String mode : List.of("rw-rw-r--", "rw-r--rw-")) {
      Path writable = write(good(), mode);
      assertThatThrownBy(() -> PublicFile.load(writable)).hasMessageContaining("chmod 644");
    }
    assertThatThrownBy(() -> PublicFile.load(folder)).hasMessageContaining("not a plain file");
    assertThatThrownBy(() -> PublicFile.load(folder.resolve("none")))
        .hasMessageContaining("does not exist");
    Path tooLong = write(Arrays.copyOf(good(), 33), "rw-r--r--");
    assertThatThrownBy(() -> PublicFile.load(tooLong)).hasMessageContaining("32 bytes");
  }

  private Path write(byte[] content, String mode) throws IOException {
    Path file = Files.createTempFile(folder, "k", ".key");
    Files.write(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Thirty-two different bytes in no order. */
  private static byte[] good() {
    byte[] key = new byte[32];
    for (int i = 0; i < 32; i++) {
      key[i] = (byte) (i * i * 7 + i * 90 + 131);
    }
    return key;
  }
}
