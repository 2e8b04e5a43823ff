package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "--kafka=nowhere, --kafka must be host:port",
    "--kafka=host:0, --kafka must be host:port",
    "--kafka=host:9094, --postgres is missing",
    "--password=x, Not understood",
    "kafka=host:9094, Not understood"
  })
  void whatIsNotUnderstoodIsSaidInOneSentence(String argument, String sentence) {
    assertRefused(sentence, argument);
  }

  @Test
  void everyPasswordIsLookedForBeforeAnythingIsChanged() throws IOException {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("kafka-platform-admin"), "x");
    for (Principal principal : Principal.values()) {
      Files.writeString(secrets.resolve("kafka-" + principal.userName()), "x");
    }
    Files.writeString(secrets.resolve("postgres-postgres"), "x");
    for (DatabaseRole role : DatabaseRole.values()) {
      Files.writeString(secrets.resolve("postgres-" + role.roleName()), "x");
    }
    Files.writeString(secrets.resolve("postgres-qv_signer"), "\n");

    assertRefused(
        "postgres-qv_signer is missing, empty or not readable",
        "--kafka=127.0.0.1:1",
        "--postgres=127.0.0.1:1",
        "--secrets=" + secrets,
        "--keys=" + folder.resolve("keys"));
    assertThat(folder.resolve("keys")).doesNotExist();
  }

  private static void assertRefused(String sentence, String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exit = Provision.run(new PrintStream(said, true, StandardCharsets.UTF_8), args);

    assertThat(exit).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("provision: ")
        .contains(sentence)
        .hasLineCount(1);
  }
}
