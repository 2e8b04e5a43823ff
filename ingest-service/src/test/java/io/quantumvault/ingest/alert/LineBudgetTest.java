package io.quantumvault.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private long now = -3;
  private final LineBudget budget = new LineBudget(2, () -> now);

  @Test
  void soManyAMinuteAndTheRestIsCounted() {
    assertThat(budget.spend("a")).isEqualTo(OptionalLong.of(0));
    assertThat(budget.spend("a")).isEqualTo(OptionalLong.of(0));
    for (int i = 0; i < 5; i++) {
      assertThat(budget.spend("a")).isEmpty();
    }
    assertThat(budget.spend("b")).as("another has its own").isEqualTo(OptionalLong.of(0));

    now += Duration.ofMinutes(1).toNanos();
    assertThat(budget.spend("a")).isEqualTo(OptionalLong.of(5));
    assertThat(budget.spend("a")).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void aFloodOfKeysSharesOneAndTakesNoMemory() {
    int lines = 0;
    for (int i = 0; i < 5_000; i++) {
      lines += budget.spend("network " + i).isPresent() ? 1 : 0;
    }
    assertThat(budget.tracked()).isLessThanOrEqualTo(1025);
    assertThat(lines).isLessThanOrEqualTo(1024 + 2);
  }
}
