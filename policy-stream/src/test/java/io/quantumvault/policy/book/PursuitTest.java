package io.quantumvault.policy.book;

import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.SOL;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.book.Pursuit.Cause;
import io.quantumvault.policy.decision.Cases;
import io.quantumvault.policy.decision.Direction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an exit that is sent until it is done. */
class PursuitTest {
  private static final UUID INTENT = new UUID(5, 5);
  private static final Cause OF_SIGNAL = new Cause.OfSignal(new UUID(1, 1), 0, "event", NOW);
  private static final Cause OF_STOP = new Cause.OfStop(new UUID(3, 3));

  private final BotBook book = new BotBook();

  @Test
  void whatAPartialFillLeftIsSentAgain() {
    pursue(OF_SIGNAL, "3");

    end(Outcome.CONFIRMED, "-1", "2");

    assertThat(pursuit().left()).isEqualByComparingTo("2");
    assertThat(pursuit().due(NOW.plusMillis(999))).isFalse();
    assertThat(pursuit().due(NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void aFullFillIsTheEndThoughSomeIsHeld() {
    pursue(OF_SIGNAL, "3");

    end(Outcome.CONFIRMED, "-3", "4");

    assertThat(book.pursuits()).isEmpty();
  }

  @Test
  void anExitOfAllGoesOnUntilTheAccountIsReadFlat() {
    pursue(OF_SIGNAL, null);

    end(Outcome.CONFIRMED, "-3", "1");
    assertThat(pursuit().left()).isNull();
    book.put(SOL, pursuit().sent(INTENT, 1));
    end(Outcome.CONFIRMED, "-1", "0");

    assertThat(book.pursuits()).isEmpty();
  }

  @Test
  void oneThatExpiredIsSentAgainWhole() {
    pursue(OF_SIGNAL, "3");

    end(Outcome.MISSED, "0", "3");

    assertThat(pursuit().left()).isEqualByComparingTo("3");
    assertThat(pursuit().current()).isNull();
    assertThat(pursuit().attempt()).isZero();
  }

  @Test
  void oneThatWasRefusedIsNot() {
    pursue(OF_SIGNAL, "3");

    end(Outcome.VOID, "0", "3");

    assertThat(book.pursuits()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNDER_WAY", "UNKNOWN"})
  void nothingIsSentAgainWhileTheOutcomeIsOpen(Outcome outcome) {
    pursue(OF_SIGNAL, "3");

    end(outcome, "0", "3");

    assertThat(pursuit().current()).isEqualTo(INTENT);
    assertThat(pursuit().due(NOW.plusSeconds(3600))).isFalse();
  }

  @Test
  void theEndOfAnotherIntentChangesNothing() {
    pursue(OF_SIGNAL, "3");

    book.apply(step(new UUID(9, 9), Outcome.VOID, "0", "3"), NOW);

    assertThat(pursuit().current()).isEqualTo(INTENT);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIRMED", "VOID", "MISSED"})
  void thatOfAStopNeverEndsByItself(Outcome outcome) {
    pursue(OF_STOP, null);

    for (int attempt = 1; attempt < 20; attempt++) {
      end(outcome, "0", attempt % 2 == 0 ? "3" : "0");
      assertThat(pursuit().exhausted(NOW)).isFalse();
      assertThat(pursuit().attempt()).isEqualTo(attempt - 1);
      book.put(SOL, pursuit().sent(INTENT, attempt));
    }
  }

  @Test
  void thatOfAnAlertIsExhaustedAfterFiveMore() {
    pursue(OF_SIGNAL, "3");

    for (int attempt = 0; attempt < Pursuit.MOST_ATTEMPTS; attempt++) {
      assertThat(pursuit().exhausted(NOW)).isFalse();
      end(Outcome.MISSED, "0", "3");
      book.put(SOL, pursuit().sent(INTENT, attempt + 1));
    }

    assertThat(pursuit().exhausted(NOW)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "1000000, 60"})
  void pausesGrowToAMinute(int attempt, long seconds) {
    pursue(OF_STOP, null);
    book.put(SOL, pursuit().sent(INTENT, attempt));

    end(Outcome.MISSED, "0", "3");

    assertThat(Duration.between(NOW, pursuit().notBefore())).hasSeconds(seconds);
  }

  private Pursuit pursuit() {
    return Objects.requireNonNull(book.pursuits().get(SOL));
  }

  private void pursue(Cause cause, @Nullable String left) {
    book.put(
        SOL,
        new Pursuit(
            cause,
            0,
            INTENT,
            Direction.SHORT,
            left == null ? null : new BigDecimal(left),
            200,
            NOW));
  }

  private void end(Outcome outcome, String filled, String held) {
    book.apply(step(INTENT, outcome, filled, held), NOW);
  }

  private static ExecutionStep step(UUID intent, Outcome outcome, String filled, String held) {
    return new ExecutionStep(
        intent,
        new UUID(2, 2),
        outcome,
        1,
        500,
        n(filled),
        with(Cases.account(), "positions", Cases.sol(held)));
  }
}
