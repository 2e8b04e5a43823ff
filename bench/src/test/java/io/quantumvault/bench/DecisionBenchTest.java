package io.quantumvault.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.decision.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionBenchTest {
  /** Each arm checks itself in its set-up; a bench of refusals would look fast. */
  @Test
  void everyArmIsDecidedAsItSays() {
    var arms = new DecisionBenchmark();
    arms.setUp();

    assertThat(arms.turn())
        .isInstanceOfSatisfying(
            Decision.Approved.class, approved -> assertThat(approved.orders()).hasSize(2));
    assertThat(arms.refused())
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            rejected -> assertThat(rejected.reasons()).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void aSlowArmMissesItsMark() {
    var rounds = new Rounds();
    rounds.add("entry", new Rounds.Measured(499_999, 1));
    rounds.add("exit", new Rounds.Measured(500_000, 1));

    assertThat(Mark.ofDecisions(rounds, List.of("entry", "exit")))
        .extracting(Mark::isMet)
        .containsExactly(false, true);
  }
}
