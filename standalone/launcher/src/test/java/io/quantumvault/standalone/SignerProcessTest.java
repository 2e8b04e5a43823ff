package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignerProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> PASSED_ON = List.of("PATH", "LANG");

  private static final String CLASSES =
      Path.of("target", "test-classes").toAbsolutePath().toString();

  /** How the exit of a process says that signal 9 ended it. */
  private static final int KILLED = 128 + 9;

  @TempDir private Path data = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(data.resolve("run"));
    Files.createDirectories(data.resolve("logs"));
  }

  @Test
  void nothingOfTheEnvironmentThatCouldLoadCodeReachesIt() throws Exception {
    // Else there would be nothing to keep from it.
    assertThat(System.getenv().keySet()).anyMatch(name -> !PASSED_ON.contains(name));
    try (SignerProcess signer = start()) {
      until(() -> Files.exists(environment()) && size(environment()) > 0);
      assertThat(Files.readAllLines(environment())).isSubsetOf(PASSED_ON);
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
  void itIsStartedAgainWhenItDiesAndEndsWithTheSystem() throws Exception {
    ProcessMark second;
    try (SignerProcess signer = start()) {
      ProcessMark first = mark();
      assertThat(signer.restarts()).isEmpty();
      first.process().orElseThrow().destroyForcibly();
      until(() -> mark().pid() != first.pid() && signer.hindrance().isEmpty());
      second = mark();
      assertThat(signer.restarts())
          .isEqualTo("restarted once, last because it was killed by signal 9");
    }
    assertThat(second.process()).isEmpty();
  }

  /** Each pause of the fourth and later would be longer than all of this test's patience. */
  @Test
  void oneThatHadBeenReadyIsStartedAgainWithoutAPauseEachTime() throws Exception {
    try (SignerProcess signer = start()) {
      until(() -> signer.hindrance().isEmpty());
      for (int kill = 1; kill <= 10; kill++) {
        ProcessMark killed = mark();
        killed.process().orElseThrow().destroyForcibly();
        until(() -> mark().pid() != killed.pid() && signer.hindrance().isEmpty());
      }
      assertThat(signer.restarts()).startsWith("restarted 10 times");
    }
  }

  /** Nobody keeps the orphan: whoever would have started it again was killed. */
  @Test
  void oneThatOutlivedAKilledSystemIsEndedFirst() throws Exception {
    Files.writeString(SignerOrphans.settings(data), "environment=" + data.resolve("its-own"));
    Process orphan =
        new ProcessBuilder(
                SignerProcess.java(),
                "-cp",
                CLASSES,
                StandInSigner.class.getName(),
                SignerOrphans.argument(data))
            .start();
    try (SignerProcess next = start()) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(orphan.exitValue()).isEqualTo(KILLED);
      assertThat(next.hindrance()).isEmpty();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void whatItPrintsGoesToItsLog() throws Exception {
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
        new SignerProcess.Program(CLASSES, StandInSigner.class.getName(), List.of()),
        data,
        Map.of("environment", environment().toString(), "any", "told in the file"),
        Optional::empty);
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

  /** Waits for what another process does, with a bound that even a busy machine keeps. */
  private static void until(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE);
      }
      var _ = never.await(50, TimeUnit.MILLISECONDS);
    }
  }
}
