package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.DataFolder;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DownCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path data = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ProcessHandle signer = ProcessHandle.current();

  @BeforeEach
  void aSignerWhoseSystemIsGone() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    signer = signerOn(data);
  }

  @AfterEach
  void end() {
    signer.destroyForcibly();
  }

  private static ProcessHandle signerOn(Path data) throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(
        SignerOrphans.settings(data), "environment=" + data.resolve("environment") + "\n");
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                StandInSigner.class.getName(),
                SignerOrphans.argument(data)))
        .start()
        .toHandle();
  }

  @Test
  void whatAKilledSystemLeftIsEndedAndNothingElse() throws IOException {
    ProcessHandle other = signerOn(folder.resolve("data2"));
    try {
      assertThat(down()).isZero();

      assertThat(signer.isAlive()).isFalse();
      assertThat(other.isAlive()).isTrue();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("signer-service (process " + signer.pid() + ")");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void whatBelongsToASystemThatStartsMeanwhileIsLeftToIt() {
    try (DataFolder _ = DataFolder.open(data)) {
      assertThatThrownBy(this::down)
          .isInstanceOf(StartRefused.class)
          .hasMessage("Nothing runs on " + data + ".");
      assertThat(signer.isAlive()).isTrue();
    }
  }

  @Test
  void aMarkOfAnotherProcessThatGotTheNumberIsNotTakenForTheSystem() throws IOException {
    Files.writeString(data.resolve("run/system.pid"), ProcessHandle.current().pid() + " 1000");

    assertThat(down()).isZero();

    assertThat(signer.isAlive()).isFalse();
  }

  private int down() {
    return new DownCommand(data, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
  }
}
