package io.quantumvault.keys.memory;

import static io.quantumvault.keys.TestSecrets.hexOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234|1234",
        "1234\\n|1234",
        "1234\\r\\n|1234",
        "1234\\n\\n|1234\\n",
        "1234\\r|1234\\r",
        "\\n1|\\n1"
      })
  void cutsOneLineEndOff(String content, String line) throws IOException {
    int before = SecretMemory.liveCount();

    String read = hexOf(SecretMemory.readLine(file(unescaped(content), "rw-------")));

    assertThat(read)
        .isEqualTo(HexFormat.of().formatHex(unescaped(line).getBytes(StandardCharsets.US_ASCII)));
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  @Test
  void refusesAnEmptyLineAndAFileThatOthersMayRead() throws IOException {
    int before = SecretMemory.liveCount();
    for (String empty : new String[] {"", "\n", "\r\n"}) {
      Path file = file(empty, "rw-------");
      assertThatThrownBy(() -> SecretMemory.readLine(file)).isInstanceOf(KeyFileRefused.class);
    }
    Path open = file("1234", "rw-r-----");
    assertThatThrownBy(() -> SecretMemory.readLine(open))
        .isInstanceOfSatisfying(
            KeyFileRefused.class,
            refused -> assertThat(refused.why()).contains("640").doesNotContain("urandom"));
    assertThat(SecretMemory.liveCount()).isEqualTo(before);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  private Path file(String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("line"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
