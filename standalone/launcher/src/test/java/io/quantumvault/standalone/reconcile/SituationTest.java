package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.schemas.v1.StandingMark;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SituationTest {
  private static long setBackTo(@Nullable HoldMark hold, long last) {
    var standing = StandingMark.newBuilder();
    if (hold != null) {
      standing.setHold(hold);
    }
    return new Situation(
            new KnownMarks("wallet", 57, standing.build()),
            new Situation.LedgerNumbers(last, 0, 0),
            Optional.empty())
        .setBackTo();
  }

  @Test
  void aHeldLedgerWasSetBackToWhereItEndedThen() {
    var hold = HoldMark.newBuilder().setLedgerSequence(3).setMarkSequence(57).build();
    assertThat(setBackTo(hold, 58)).as("it refused one since").isEqualTo(3);
    assertThat(setBackTo(hold, 2)).as("set back again").isEqualTo(2);
    assertThat(setBackTo(null, 5)).isEqualTo(5);
  }
}
