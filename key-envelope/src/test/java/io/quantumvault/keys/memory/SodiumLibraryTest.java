package io.quantumvault.keys.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SodiumLibraryTest {
  @ParameterizedTest
  @EnumSource(SodiumLibrary.Build.class)
  void theFileForEachProcessorIsTheTestedOne(SodiumLibrary.Build build)
      throws IOException, NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(build));

    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(build.sha256);
  }

  @Test
  void aFileWithOneOtherBitIsNotLoaded() throws IOException {
    SodiumLibrary.Build build = SodiumLibrary.Build.ofThisMachine();
    byte[] library = bytes(build);

    assertThatCode(() -> SodiumLibrary.load(library, build.sha256)).doesNotThrowAnyException();
    library[library.length - 1] ^= 1;
    assertThatThrownBy(() -> SodiumLibrary.load(library, build.sha256))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("libsodium");
  }

  @Test
  void nothingOfTheLibraryLiesOnDisk() throws IOException {
    try (SecretMemory key = SecretMemory.random(32)) {
      Hmac.sha256(key);
    }
    assertThat(
            Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(l -> l.contains("sodium")))
        .isNotEmpty()
        .allMatch(line -> line.contains("memfd:libsodium"));
  }

  @Test
  void otherPlatformsAreRefusedByName() {
    assertThatThrownBy(() -> SodiumLibrary.Build.of("Windows 11", "amd64"))
        .hasMessageContaining("Linux")
        .hasMessageContaining("Windows 11");
    assertThatThrownBy(() -> SodiumLibrary.Build.of("Linux", "riscv64"))
        .hasMessageContaining("riscv64");
  }

  @Test
  void aProcessorWithoutAesIsRefusedWithTheReason() {
    assertThatThrownBy(() -> Sodium.requireAes(false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AES");
  }

  @Test
  void onArmBothInstructionsAreAskedForOfTheKernel() {
    assertThat(Sodium.hasArmAes(0b11000)).isTrue();
    assertThat(Sodium.hasArmAes(0b01000)).isFalse();
    assertThat(Sodium.hasArmAes(0b10000)).isFalse();
    assertThat(Sodium.hasArmAes(0)).isFalse();
  }

  private static byte[] bytes(SodiumLibrary.Build build) throws IOException {
    try (InputStream in =
        SodiumLibraryTest.class.getClassLoader().getResourceAsStream(build.resource)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
