package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aNewOneIsItsOwnersAlone() throws IOException {
    Path path = folder.resolve("data");
    try (DataFolder opened = DataFolder.open(path)) {
      assertThat(mode(opened.path())).isEqualTo("rwx------");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-x---", "rwx-w----", "rwx---r-x", "rwx----w-"})
  void oneThatOthersMayListOrChangeIsRefusedAndLeftAsItWas(String mode) throws IOException {
    Path path = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> DataFolder.open(path).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("open to others (" + mode + ")")
        .hasMessageContaining("chmod 700");

    assertThat(path).isEmptyDirectory();
    assertThat(mode(path)).isEqualTo(mode);
  }

  /** PostgreSQL as nobody has to pass through. */
  @Test
  void oneThatOthersMayOnlyPassThroughIsTaken() throws IOException {
    Path path = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));

    DataFolder.open(path).close();
  }

  @Test
  void aFileIsNamedAsSuch() throws IOException {
    Path file = Files.createFile(folder.resolve("data"));

    assertThatThrownBy(() -> DataFolder.open(file).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("is a file, not a folder");
  }

  @Test
  void oneThatIsOpenIsNotFree() throws IOException {
    Path path = folder.resolve("data");
    try (DataFolder _ = DataFolder.open(path)) {
      assertThat(DataFolder.ifFree(path)).isEmpty();
    }
    DataFolder.ifFree(path).orElseThrow().close();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
