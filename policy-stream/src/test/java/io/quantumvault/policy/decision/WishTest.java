package io.quantumvault.policy.decision;

import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.exactly;
import static io.quantumvault.policy.decision.Cases.holding;
import static io.quantumvault.policy.decision.Cases.limits;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.onItsWay;
import static io.quantumvault.policy.decision.Cases.resting;
import static io.quantumvault.policy.decision.Cases.with;
import static io.quantumvault.policy.decision.Decisions.approved;
import static io.quantumvault.policy.decision.Decisions.only;
import static io.quantumvault.policy.decision.Decisions.refusedPart;
import static io.quantumvault.policy.decision.Decisions.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an alert comes down to on what is held, and on what its strategy holds. */
class WishTest {
  /** Each order as its part, direction and size, an exit in brackets, of everything with a star. */
  @ParameterizedTest(name = "holding {0}, {1} {2}, after it {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Without a word on the strategy's position: as sent.
        "0    | BUY  | 2    |       | WHOLE +2",
        "1    | BUY  | 2    |       | WHOLE +2",
        "3    | SELL | 2    |       | WHOLE (-2)",
        "3    | SELL | 3    |       | WHOLE (-3)",
        "3    | SELL | 3.1  |       | CLOSING (-3*) OPENING -0.1",
        "3.33 | SELL | 3.333333333 | | WHOLE (-3.33)",
        "-3   | BUY  | 5    |       | CLOSING (+3*) OPENING +2",
        // An increase is cut to reach it, never raised.
        "1    | BUY  | 5    | 3     | WHOLE +2",
        "1    | BUY  | 1    | 5     | WHOLE +1",
        "-1   | SELL | 5    | -3    | WHOLE -2",
        // A reduction is never cut by a value of the same side.
        "5    | SELL | 1    | 2     | WHOLE (-1)",
        "5    | SELL | 3    | 4     | WHOLE (-3)",
        // A flip ends where the strategy's does, and on the other side only if the strategy does.
        "1    | SELL | 5    | -2    | CLOSING (-1*) OPENING -2",
        "1    | SELL | 2    | -2    | CLOSING (-1*) OPENING -1",
        "1    | SELL | 5    | 2     | WHOLE (-1*)",
        "1    | SELL | 5    | LONG  | WHOLE (-1*)",
        "1    | SELL | 5    | SHORT | CLOSING (-1*) OPENING -4",
        "0    | BUY  | 5    | LONG  | WHOLE +5",
        // Flat after it: cut to what is held, then an exit.
        "1.5  | SELL | 5    | 0     | WHOLE (-1.5)",
        "-1.5 | BUY  | 5    | 0     | WHOLE (+1.5)",
        "5    | SELL | 2    | 0     | WHOLE (-2)",
        // The position itself, whatever was missed before.
        "0    | SYNC |      | 3     | WHOLE +3",
        "2    | SYNC |      | 3     | WHOLE +1",
        "5    | SYNC |      | 3     | WHOLE (-2)",
        "5    | SYNC |      | 0     | WHOLE (-5*)",
        "-2   | SYNC |      | 3     | CLOSING (+2*) OPENING +3",
        "2    | SYNC |      | -3    | CLOSING (-2*) OPENING -3",
        "2    | SYNC |      | -0.009 | WHOLE (-2*)",
      })
  void whatIsSent(
      String held, Action action, @Nullable String size, @Nullable String after, String orders) {
    var request = asking(held, action, size, after);

    assertThat(
            approved(request).orders().stream()
                .map(WishTest::text)
                .collect(Collectors.joining(" ")))
        .isEqualTo(orders);
  }

  @Test
  void whatOpensIsBoundByTheStrategysPositionAndWhatClosesIsNot() {
    assertThat(only(asking("1", Action.BUY, "5", "3")).positionBound()).isEqualByComparingTo("3");
    assertThat(only(asking("1", Action.SYNC, null, "3")).positionBound()).isEqualByComparingTo("3");
    assertThat(only(asking("5", Action.SELL, "1", "2")).positionBound()).isNull();
    var flip = approved(asking("1", Action.SELL, "5", "-2")).orders();
    assertThat(flip.getFirst().positionBound()).isNull();
    assertThat(flip.getLast().positionBound()).isEqualByComparingTo("-2");
  }

  @Test
  void aPolicyMayIgnoreTheStrategysPosition() {
    var request =
        with(
            asking("1", Action.BUY, "2", "1"),
            "standing.grant.limits.positionMode",
            PositionMode.AS_SENT);

    assertThat(text(only(request))).isEqualTo("WHOLE +2");
    assertThat(approved(request).notices()).isEmpty();
    assertThat(text(only(with(request, "alert.positionAfter", exactly("0")))))
        .isEqualTo("WHOLE +2");
    assertThat(rejected(with(request, "alert.action", Action.SYNC)).reasons())
        .as("sync asks for it by name")
        .containsExactly(Reason.ALREADY_THERE);
  }

  @Test
  void dollarsAndPerCentFlipOnlyAStrategyThatFlips() {
    var dollars = with(asking("1", Action.SELL, "1", null), "alert.size", new Size.Usd(n("300")));

    assertThat(text(only(dollars))).isEqualTo("WHOLE (-1*)");
    assertThat(text(only(with(dollars, "alert.positionAfter", exactly("4")))))
        .isEqualTo("WHOLE (-1*)");
    assertThat(approved(with(dollars, "alert.positionAfter", exactly("-0.5"))).orders())
        .as("only its sign counts: strategies count in units of their own")
        .extracting(WishTest::text)
        .containsExactly("CLOSING (-1*)", "OPENING -2");
    var more = with(asking("1", Action.BUY, "1", "0.5"), "alert.size", new Size.Percent(n("20")));
    assertThat(text(only(more))).isEqualTo("WHOLE +2");
    assertThat(only(more).positionBound()).isNull();
  }

  @Test
  void syncCountsWhatIsInFlightAndNeverWhatRests() {
    var request = asking("1", Action.SYNC, null, "3");

    assertThat(
            text(
                only(
                    with(
                        request, "reservations", List.of(onItsWay(Direction.LONG, "1.5", false))))))
        .isEqualTo("WHOLE +0.5");
    assertThat(
            text(
                only(
                    with(
                        request,
                        "account.openOrders",
                        List.of(
                            resting(Direction.SHORT, "1", true),
                            resting(Direction.LONG, "0.5", false))))))
        .isEqualTo("WHOLE +2");
  }

  @Test
  void syncTakesRestingEntriesAlong() {
    var entries = List.of(resting(Direction.LONG, "1", false));

    assertThat(only(asking("1", Action.SYNC, null, "3")).cancelsEntries()).isTrue();
    assertThat(only(asking("5", Action.SYNC, null, "3")).cancelsEntries()).isTrue();
    assertThat(approved(asking("2", Action.SYNC, null, "-3")).orders())
        .extracting(Order::cancelsEntries)
        .containsExactly(true, false);
    var there = asking("3", Action.SYNC, null, "3");
    assertThat(text(only(with(there, "account.openOrders", entries)))).isEqualTo("CANCEL");
    assertThat(
            rejected(
                    with(there, "account.openOrders", List.of(resting(Direction.SHORT, "3", true))))
                .reasons())
        .as("a target is no entry")
        .containsExactly(Reason.ALREADY_THERE);
  }

  @ParameterizedTest(name = "holding {0}, {1} {2}, after it {3}: missed {4}")
  @CsvSource({
    "0,    BUY,  2, 2,  false",
    "0.02, BUY,  2, 2,  false",
    "0.03, BUY,  2, 2,  true",
    "1,    BUY,  1, 5,  true",
    "3,    SELL, 3, 0,  false",
    "1.5,  SELL, 3, 0,  true",
    "1,    SELL, 3, -2, false",
    "0,    SYNC, ,  5,  false",
    "0,    SYNC, 5, 5,  false",
    "0,    SYNC, 2, 5,  true",
  })
  void aMissedAlertIsNamed(
      String held, Action action, @Nullable String size, @Nullable String after, boolean missed) {
    var notices = approved(asking(held, action, size, after)).notices();

    assertThat(notices.stream().anyMatch(one -> one.kind() == Notice.Kind.MISSED_ALERT))
        .isEqualTo(missed);
  }

  @Test
  void whatAMissedAlertsNoticeSays() {
    var request = asking("1", Action.BUY, "1", "5");

    assertThat(approved(request).notices())
        .containsExactly(
            new Notice(
                Notice.Kind.MISSED_ALERT,
                "the strategy held 4 before this alert, the bot holds 1"));
    assertThat(
            approved(with(request, "reservations", List.of(onItsWay(Direction.LONG, "3", false))))
                .notices())
        .as("what is in flight was not missed")
        .isEmpty();
  }

  @Test
  void aCutOrderSaysSo() {
    assertThat(approved(asking("1", Action.SELL, "5", "2")).notices())
        .extracting(Notice::kind)
        .contains(Notice.Kind.SIZE_CUT);
    assertThat(approved(asking("0", Action.BUY, "5", "3")).notices())
        .extracting(Notice::detail)
        .contains("3 of 5, so that the position ends where the strategy's does");
  }

  @Test
  void aFlipIsTwoOrdersAndTheExitStandsWhateverBecomesOfTheRest() {
    var flip = asking("3", Action.SELL, "4", null);

    assertThat(approved(flip).orders()).extracting(Order::exit).containsExactly(true, false);
    assertThat(refusedPart(with(flip, "standing.reduceOnly", true)))
        .containsExactly(Reason.REDUCE_ONLY_MODE);
    assertThat(refusedPart(with(flip, "seen.overtaken", true)))
        .as("a later word on the strategy's position was followed")
        .containsExactly(Reason.STALE);
    assertThat(refusedPart(with(flip, "activity.entriesLastMinute", 10)))
        .containsExactly(Reason.RATE_LIMITED);
    assertThat(refusedPart(with(flip, "standing.grant.expiresAt", NOW)))
        .containsExactly(Reason.GRANT_EXPIRED);
    assertThat(refusedPart(with(flip, "alert.size", Cases.base("8.01"))))
        .containsExactly(Reason.ORDER_TOO_LARGE);
    assertThat(rejected(with(flip, "activity.exitsLastMinute", 30)).reasons())
        .as("the opening part does not go alone")
        .containsExactly(Reason.RATE_LIMITED);
  }

  @Test
  void theOpeningPartIsMeasuredFromFlat() {
    var large = with(limits(), "maxOrderNotionalUsd", n("2000"));
    var flip = with(asking("4", Action.SELL, "14", null), "standing.grant.limits", large);

    assertThat(approved(flip).orders()).hasSize(2);
    assertThat(refusedPart(with(flip, "alert.size", Cases.base("14.01"))))
        .as("4 less 14.01 is within the limit, and flat less 10.01 is not")
        .containsExactly(Reason.POSITION_TOO_LARGE);
  }

  @Test
  void aLimitOrderThatTurnsThePositionOnlyCloses() {
    var flip =
        with(
            with(asking("3", Action.SELL, "4", null), "alert.type", OrderType.LIMIT),
            "alert.limitPrice",
            n("101"));

    assertThat(refusedPart(flip)).containsExactly(Reason.POSITION_DIFFERS);
    assertThat(approved(flip).orders().getFirst().type()).isEqualTo(OrderType.LIMIT);
  }

  @Test
  void theOpeningPartIsTheFirstEntryOfANewPosition() {
    var flip =
        with(
            with(asking("3", Action.SELL, "4", null), "entries", new Entries(1, NOW)),
            "standing.grant.limits.maxEntriesPerPosition",
            1);

    assertThat(approved(flip).orders()).hasSize(2);
    assertThat(rejected(with(flip, "alert", Cases.alert(Action.BUY, "1"))).reasons())
        .containsExactly(Reason.TOO_MANY_ENTRIES);
  }

  private static DecisionRequest asking(
      String held, Action action, @Nullable String size, @Nullable String after) {
    var request = holding(held, action, size);
    return after == null
        ? request
        : with(
            request,
            "alert.positionAfter",
            switch (after) {
              case "LONG", "SHORT" -> new StrategyPosition.Side(Direction.valueOf(after));
              default -> exactly(after);
            });
  }

  private static String text(Order order) {
    if (order.action() == Action.CANCEL) {
      return "CANCEL";
    }
    var unsigned = Objects.requireNonNull(order.size());
    var size = order.direction() == Direction.LONG ? unsigned : unsigned.negate();
    var text = (size.signum() > 0 ? "+" : "") + plain(size);
    return order.part()
        + " "
        + (order.exit() ? "(" + text + (order.wholePosition() ? "*" : "") + ")" : text);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
