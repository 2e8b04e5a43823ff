package io.quantumvault.forensics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsFileTest {
  private static final String KEY_BEHIND_ITS_FIRST_BYTE =
      "112233445566778899aAbBcCdDeEfF" + "00112233445566778899aAbBcCdDeEfF";
  private static final String KEY = "00" + KEY_BEHIND_ITS_FIRST_BYTE;

  @TempDir Path folder;

  @Test
  void linesBecomeSecrets() throws IOException {
    Path file =
        file(
            "rw-------",
            "# made by hand\n\nek key32 " + KEY + "\npk public-control 0102030405060708");

    assertThat(SecretsFile.load(file))
        .extracting(Secret::name, Secret::type)
        .containsExactly(tuple("ek", SecretType.KEY32), tuple("pk", SecretType.PUBLIC_CONTROL));
    assertThat(SecretsFile.load(file).getLast().value()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw------x", "rw-rw-rw-"})
  void aFileOthersHaveAccessToIsRefused(String permissions) throws IOException {
    Path file = file(permissions, "ek key32 " + KEY);

    assertThatThrownBy(() -> SecretsFile.load(file))
        .isInstanceOf(NotRun.class)
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ek",
        "ek key32",
        "ek key32 00",
        // As long as a key, or it would be refused for its length.
        "ek key32 0g" + KEY_BEHIND_ITS_FIRST_BYTE,
        "ek other " + KEY,
        "ek key32 " + KEY + "0",
        "pk public-control 01020304050607"
      })
  void aMalformedLineIsRefusedWithoutBeingShown(String line) {
    assertThatThrownBy(() -> SecretsFile.parse(line.getBytes(US_ASCII)))
        .isInstanceOf(NotRun.class)
        .hasMessageNotContaining(KEY_BEHIND_ITS_FIRST_BYTE.substring(0, 6));
  }

  @Test
  void aMissingFileIsNotRun() {
    assertThatThrownBy(() -> SecretsFile.load(folder.resolve("none"))).isInstanceOf(NotRun.class);
  }

  private Path file(String permissions, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("secrets"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
