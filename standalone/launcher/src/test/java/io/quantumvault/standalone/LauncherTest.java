package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"up", "demo", "down", "status", "env", "audit", "admin", "recover"})
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("qv " + command);
  }

  @Test
  void anUnknownCommandIsNamedInOneLine() {
    assertThat(run("nonsense")).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("nonsense");
  }

  @Test
  void askingWhereNothingRunsSaysHowToStart(@TempDir Path empty) {
    assertThat(run("status", "--data", empty.toString())).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Nothing runs on", "./qv up");
  }

  @Test
  void stoppingWhereNothingRunsSaysSo(@TempDir Path empty) {
    assertThat(run("down", "--data", empty.toString())).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .isEqualTo("qv: Nothing runs on " + empty + ".");
    assertThat(empty).isEmptyDirectory();
  }

  private int run(String... arguments) {
    return Launcher.run(List.of(arguments), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
