package io.quantumvault.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.standalone.platform.StartRefused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final Set<String> FLAGS = Set.of("--free-ports");

  @Test
  void withoutOptionsTheUsualPortsAndFolderHold() {
    SystemSettings settings = Options.parse(List.of(), FLAGS).settings();

    assertThat(settings).isEqualTo(SystemSettings.in(Path.of(".quantumvault").toAbsolutePath()));
  }

  @Test
  void aNamedPortWinsOverFreeOnes() {
    SystemSettings settings =
        Options.parse(
                List.of("--free-ports", "--kafka-port", "19092", "--data", "/tmp/../tmp/x"), FLAGS)
            .settings();

    assertThat(settings)
        .isEqualTo(
            new SystemSettings(
                Path.of("/tmp/x"),
                0,
                0,
                0,
                19092,
                0,
                SystemSettings.DAILY,
                new ChainChoice.Paper()));
  }

  @Test
  void thePeriodOfTheExecutionKeyIsGivenInHours() {
    SystemSettings settings =
        Options.parse(List.of("--execution-key-hours", "6"), FLAGS).settings();

    assertThat(settings.executionKeyPeriod()).isEqualTo(Duration.ofHours(6));
    for (String wrong : List.of("0", "-1", "6h", "9999", "99999999999", "")) {
      assertRefused("--execution-key-hours needs a number", "--execution-key-hours", wrong);
    }
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertRefused("--nonsense", "--nonsense");
    assertRefused("--data needs a value", "--data");
    assertRefused("--data needs a value", "--data", "--free-ports");
    assertRefused("--data needs the path of a folder", "--data", "");
    assertRefused("--data needs the path of a folder", "--data", "a\0b");
    assertRefused("--kafka-port needs a number", "--kafka-port", "70000");
    assertRefused("--kafka-port needs a number", "--kafka-port", "x");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> Options.parse(List.of(arguments), FLAGS))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(message);
  }
}
