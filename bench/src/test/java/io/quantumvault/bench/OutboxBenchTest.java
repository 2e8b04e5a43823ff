package io.quantumvault.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxBenchTest {
  // 1 ms to 100 ms.
  private static final List<Long> MICROS =
      LongStream.rangeClosed(1, 100).map(ms -> ms * 1000).boxed().toList();

  @Test
  void optionsAreReadAndMistakesNamed() {
    OutboxBenchOptions options =
        OutboxBenchOptions.parse("--commits", "7", "--rest", "3", "--out", "x", "--seed", "-5");

    assertThat(options).isEqualTo(new OutboxBenchOptions(7, 3, Path.of("x"), -5));
    assertThat(OutboxBenchOptions.parse().commits()).isEqualTo(300);
    assertThat(OutboxBenchOptions.parse().restSeconds()).isEqualTo(60);
    assertThatThrownBy(() -> OutboxBenchOptions.parse("--rounds", "7"))
        .hasMessage("there is no option --rounds");
    assertThatThrownBy(() -> OutboxBenchOptions.parse("--commits", "0"))
        .hasMessage("--commits needs a whole number from 1 to 1000000");
    assertThatThrownBy(() -> OutboxBenchOptions.parse("--rest"))
        .hasMessage("--rest needs a whole number from 1 to 3600");
    assertThatThrownBy(() -> OutboxBenchOptions.parse("--seed", "x"))
        .hasMessage("--seed needs a whole number");
  }

  @Test
  void tableAndValuesHoldPercentilesAndTheSumOverThreads() {
    OutboxFigures figures = new OutboxFigures(MICROS, Map.of("task #1", 0.5, "reader #2", 1.25));

    assertThat(figures.markdown())
        .contains("| 50.0 ms | 90.0 ms | 99.0 ms | 100.0 ms | 100 | 1.75 % |");
    assertThat(figures.csv())
        .contains("commit_to_poll_us,1,1000\n", "commit_to_poll_us,100,100000\n")
        .contains("cpu_at_rest_percent,task #1,0.500\n", "cpu_at_rest_percent,reader #2,1.250\n");
  }

  @Test
  void eachMarkIsMissedByItself() {
    List<Long> fast = List.of(4000L, 5000L);

    assertThat(met(fast, 1.9)).containsExactly(true, true);
    assertThat(met(fast, 2.1)).containsExactly(true, false);
    assertThat(met(MICROS, 1.9)).containsExactly(false, true);
  }

  private static List<Boolean> met(List<Long> micros, double cpuPercent) {
    return new OutboxFigures(micros, Map.of("task #1", cpuPercent))
        .marks().stream().map(Mark::isMet).toList();
  }
}
