package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerProcessTest {
  @TempDir private Path data = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.createDirectories(data.resolve("logs"));
  }

  @Test
  void nothingOfTheEnvironmentThatCouldLoadCodeReachesIt() throws IOException {
    try (SignerProcess signer = start()) {
      until(() -> Files.exists(environment()) && size(environment()) > 0);
      assertThat(Files.readAllLines(environment())).isSubsetOf(List.of("PATH", "LANG"));
      assertThat(signer.hindrance()).isEmpty();
    }
  }

  @Test
  void itsCommandLineForbidsAttachingAndNamesNoSecret() throws IOException {
    try (SignerProcess signer = start()) {
      String command = Files.readString(Path.of("/proc/" + mark().pid() + "/cmdline"));
      assertThat(command)
          .contains(
              "-XX:+DisableAttachMechanism",
              "-XX:-EnableDynamicAgentLoading",
              "-XX:-CreateCoredumpOnCrash",
              "-Xrs")
          .doesNotContain("told in the file");
      assertThat(signer.hindrance()).isEmpty();
      assertThat(
              Files.getPosixFilePermissions(
                  data.resolve("run").resolve("signer-service.properties")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void itIsStartedAgainWhenItDiesAndEndsWithTheSystem() throws IOException {
    ProcessMark second;
    try (SignerProcess signer = start()) {
      ProcessMark first = mark();
      first.process().orElseThrow().destroyForcibly();
      until(() -> mark().pid() != first.pid() && signer.hindrance().isEmpty());
      second = mark();
    }
    assertThat(second.process()).isEmpty();
  }

  @Test
  void oneThatOutlivedAKilledSystemIsEndedFirst() throws IOException {
    SignerProcess killed = start();
    ProcessMark orphan = mark();
    try (SignerProcess next = start()) {
      assertThat(orphan.process()).isEmpty();
      assertThat(next.hindrance()).isEmpty();
    } finally {
      killed.close();
    }
  }

  @Test
  void whatItPrintsGoesToItsLog() {
    try (SignerProcess signer = start()) {
      Path log = data.resolve("logs").resolve("signer-service.log");
      until(() -> Files.exists(log) && read(log).contains(StandInSigner.GREETING));
      assertThat(signer.hindrance()).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private SignerProcess start() {
    return SignerProcess.start(
        new SignerProcess.Program(
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            StandInSigner.class.getName()),
        data,
        Map.of("environment", environment().toString(), "any", "told in the file"));
  }

  private Path environment() {
    return data.resolve("environment");
  }

  private ProcessMark mark() {
    try {
      return ProcessMark.read(data.resolve("run").resolve("signer-service.pid"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void until(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
        var _ = never.await(50, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
