package io.quantumvault.acceptance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.Qv;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input is told in one clear sentence and ends non-zero. */
class CommandLineIT {
  static List<List<String>> mistakes() {
    return List.of(
        List.of("frobnicate"),
        List.of("up", "--frobnicate"),
        List.of("up", "--kafka-port", "many"),
        List.of("up", "--data"),
        List.of("status", "--data", "/nonexistent/quantumvault"),
        List.of("env", "--data", "/nonexistent/quantumvault"),
        List.of("down", "--data", "/nonexistent/quantumvault"),
        List.of("down", "--frobnicate"),
        List.of("up", "--data", "/dev/null"),
        List.of("up", "--data", "/dev/null/below"),
        List.of("up", "--data", "/proc/quantumvault"),
        List.of("demo", "--data", "--once"),
        List.of("test", "--frobnicate"),
        List.of("bench", "frobnicate"),
        List.of("audit", "frobnicate"),
        List.of("policy", "frobnicate"),
        List.of("policy", "replay", "--bot", "frobnicate"),
        List.of(
            "policy",
            "replay",
            "--bot",
            "0190f3a0-0000-7000-8000-000000000001",
            "--data",
            "/nonexistent/quantumvault"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedInOneSentence(List<String> words) throws Exception {
    var result = Qv.run(words.toArray(String[]::new));
    assertThat(result.exit()).isNotZero();
    assertThat(result.err().lines()).hasSize(1).first().asString().startsWith("qv: ").endsWith(".");
  }

  @Test
  void aTakenPortIsNamedWithItsHolder() throws Exception {
    Installation folder = Installation.empty();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Path fresh = folder.data().resolve("fresh");
      var result = Qv.run("up", "--free-ports", "--console-port", port, "--data", fresh.toString());
      assertThat(result.exit()).isNotZero();
      assertThat(result.err())
          .contains("Port " + port)
          .contains("process " + ProcessHandle.current().pid());
      assertThat(folder.processes()).isEmpty();
      assertThat(fresh).as("nothing half done").doesNotExist();
    } finally {
      folder.discard();
    }
  }
}
