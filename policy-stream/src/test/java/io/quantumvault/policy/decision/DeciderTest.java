package io.quantumvault.policy.decision;

import static io.quantumvault.policy.decision.Cases.BTC;
import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.SOL;
import static io.quantumvault.policy.decision.Cases.alert;
import static io.quantumvault.policy.decision.Cases.approvable;
import static io.quantumvault.policy.decision.Cases.exactly;
import static io.quantumvault.policy.decision.Cases.holding;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.onItsWay;
import static io.quantumvault.policy.decision.Cases.quote;
import static io.quantumvault.policy.decision.Cases.resting;
import static io.quantumvault.policy.decision.Cases.sol;
import static io.quantumvault.policy.decision.Cases.with;
import static io.quantumvault.policy.decision.Decisions.approved;
import static io.quantumvault.policy.decision.Decisions.only;
import static io.quantumvault.policy.decision.Decisions.refusedPart;
import static io.quantumvault.policy.decision.Decisions.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.policy.TradingHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {

  @Test
  void anOrderWithinEveryLimitIsApprovedAndReserved() {
    var order = only(approvable());

    assertThat(order)
        .isEqualTo(
            new Order(
                SOL,
                Part.WHOLE,
                Action.BUY,
                OrderType.MARKET,
                Direction.LONG,
                n("1.00"),
                null,
                false,
                false,
                false,
                50,
                null,
                null,
                null,
                NOW.plusSeconds(59)));
    assertThat(order.reservation())
        .isEqualTo(new Reservation(SOL, Direction.LONG, n("1.00"), false, false));
  }

  static Stream<Arguments> oneReasonEach() {
    var ok = approvable();
    return Stream.of(
        arguments(Reason.UNKNOWN_BOT, with(ok, "standing.known", false)),
        arguments(Reason.GLOBAL_FREEZE, with(ok, "standing.globallyFrozen", true)),
        arguments(Reason.FROZEN, with(ok, "standing.frozen", true)),
        arguments(Reason.NOT_ENABLED, with(ok, "standing.grant", null)),
        arguments(Reason.NOT_ENABLED, with(ok, "standing.grant.ended", true)),
        arguments(Reason.NOT_ENABLED, with(ok, "standing.grant.startsAt", NOW.plusSeconds(1))),
        arguments(Reason.GRANT_EXPIRED, with(ok, "standing.grant.expiresAt", NOW)),
        arguments(Reason.POLICY_UNSIGNED, with(ok, "standing.grant.ownerSigned", false)),
        arguments(Reason.POLICY_UNSIGNED, with(ok, "standing.grant.limits", null)),
        arguments(Reason.DUPLICATE_ID, with(ok, "seen.nonce", true)),
        arguments(Reason.DUPLICATE_CONTENT, with(ok, "seen.content", true)),
        arguments(Reason.STALE, with(ok, "seen.beyondMemory", true)),
        arguments(Reason.STALE, with(ok, "seen.overtaken", true)),
        arguments(Reason.STALE, aged(ok, 60_001)),
        arguments(Reason.FROM_FUTURE, aged(ok, -10_001)),
        arguments(Reason.RATE_LIMITED, with(ok, "activity.entriesLastMinute", 10)),
        arguments(Reason.RATE_LIMITED, with(ok, "activity.entriesToday", 100)),
        arguments(Reason.RATE_LIMITED, with(exit(), "activity.exitsLastMinute", 30)),
        arguments(
            Reason.MARKET_NOT_ALLOWED, with(ok, "standing.grant.limits.allowedMarkets", Set.of())),
        arguments(
            Reason.ORDER_TYPE_NOT_ALLOWED,
            with(ok, "standing.grant.limits.allowedOrderTypes", Set.of(OrderType.LIMIT))),
        arguments(Reason.OUTSIDE_HOURS, with(ok, "standing.grant.limits.tradingHours", morning())),
        arguments(Reason.PRICE_UNAVAILABLE, with(ok, "quotes", Map.of())),
        arguments(Reason.PRICE_UNAVAILABLE, with(ok, "account.positions", Map.of(BTC, n("0.1")))),
        arguments(
            Reason.PRICE_UNAVAILABLE,
            with(with(ok, "alert.size", new Size.Usd(n("100"))), "quotes", Map.of())),
        arguments(Reason.PRICE_STALE, priceAged(ok, 10_001)),
        arguments(Reason.PRICE_STALE, priceAged(ok, -10_001)),
        arguments(Reason.PRICE_STALE, quoted(ok, "doubtful", true)),
        arguments(Reason.PRICE_STALE, quoted(ok, "confidence", n("0.51"))),
        arguments(Reason.ACCOUNT_STALE, with(ok, "account", null)),
        arguments(Reason.ACCOUNT_STALE, accountAged(ok, 360_001)),
        arguments(Reason.ACCOUNT_STALE, accountAged(ok, -360_001)),
        arguments(Reason.SLIPPAGE_TOO_WIDE, with(ok, "alert.slippageBps", 51)),
        arguments(
            Reason.PROTECTION_MISSING, with(ok, "standing.grant.limits.maxStopDistanceBps", 250)),
        arguments(Reason.SIZE_INVALID, with(ok, "alert.size", Cases.base("0.009"))),
        arguments(Reason.SIZE_INVALID, with(ok, "alert.size", null)),
        arguments(Reason.SIZE_INVALID, with(ok, "alert.type", OrderType.LIMIT)),
        arguments(Reason.SIZE_INVALID, with(ok, "alert.size", new Size.Usd(n("0.9")))),
        arguments(Reason.ORDER_TOO_LARGE, with(ok, "alert.size", Cases.base("5.01"))),
        arguments(Reason.POSITION_TOO_LARGE, with(ok, "account.positions", sol("9.01"))),
        arguments(Reason.POSITION_TOO_LARGE, holding("-9.01", Action.SELL, "1")),
        arguments(Reason.LEVERAGE_TOO_HIGH, equity(ok, "19.99")),
        arguments(Reason.LEVERAGE_TOO_HIGH, equity(ok, "-1")),
        arguments(Reason.LEVERAGE_TOO_HIGH, with(ok, "alert.leverage", n("5.1"))),
        arguments(Reason.LEVERAGE_TOO_HIGH, with(ok, "alert.leverage", n("0.09"))),
        arguments(Reason.LEVERAGE_TOO_HIGH, elsewhere(ok, "0.0491")),
        arguments(Reason.DAILY_LOSS_REACHED, with(ok, "account.equityUsd", n("800"))),
        arguments(Reason.TOO_MANY_OPEN_ORDERS, with(limitOrder(ok), "reservations", many(8, true))),
        arguments(Reason.REDUCE_ONLY_MODE, with(ok, "standing.reduceOnly", true)),
        arguments(Reason.POSITION_DIFFERS, with(ok, "alert.reduceOnly", true)),
        arguments(Reason.POSITION_DIFFERS, with(ok, "alert.positionAfter", exactly("0"))),
        arguments(Reason.POSITION_DIFFERS, with(ok, "alert.positionAfter", exactly("-1"))),
        arguments(
            Reason.POSITION_DIFFERS,
            with(holding("1", Action.BUY, "1"), "alert.positionAfter", exactly("1"))),
        arguments(Reason.POSITION_DIFFERS, holding("1", Action.SYNC, null)),
        arguments(
            Reason.POSITION_DIFFERS,
            with(ok, "standing.grant.limits.positionMode", PositionMode.SYNC)),
        arguments(Reason.NOTHING_TO_CLOSE, holding("0", Action.CLOSE, null)),
        arguments(
            Reason.NOTHING_TO_CLOSE,
            with(holding("-1", Action.CLOSE, null), "alert.closes", Direction.LONG)),
        arguments(Reason.COOLDOWN, cooldown(ok, 29_999)),
        arguments(Reason.TOO_MANY_ENTRIES, entries(ok, 2)),
        arguments(Reason.FEE_BALANCE_LOW, with(ok, "account.feeLamports", 49_999_999L)),
        arguments(
            Reason.PROTECTION_UNSUPPORTED, with(ok, "alert.stopLoss", new Trigger.At(n("95")))),
        arguments(
            Reason.PROTECTION_UNSUPPORTED, with(ok, "alert.takeProfit", new Trigger.Away(n("2")))),
        arguments(
            Reason.ALREADY_THERE,
            with(holding("1", Action.SYNC, null), "alert.positionAfter", exactly("1.001"))));
  }

  @ParameterizedTest
  @MethodSource
  void oneReasonEach(Reason reason, DecisionRequest request) {
    var rejected = rejected(request);

    assertThat(rejected.reasons()).containsExactly(reason);
    assertThat(rejected.detail()).isNotBlank().doesNotContain("null");
  }

  @Test
  void theTableHasEveryReason() {
    var covered = oneReasonEach().map(one -> (Reason) one.get()[0]).collect(Collectors.toSet());

    assertThat(covered).isEqualTo(EnumSet.allOf(Reason.class));
  }

  static Stream<Arguments> justWithin() {
    var ok = approvable();
    return Stream.of(
        arguments("60 s old", aged(ok, 60_000)),
        arguments("10 s ahead", aged(ok, -10_000)),
        arguments("price of 10 s", priceAged(ok, 10_000)),
        arguments("price as sure as the slippage", quoted(ok, "confidence", n("0.50"))),
        arguments("account of 6 min", accountAged(ok, 360_000)),
        arguments("order of exactly the limit", with(ok, "alert.size", Cases.base("5"))),
        arguments("position of exactly the limit", with(ok, "account.positions", sol("9"))),
        arguments("slippage of exactly the limit", with(ok, "alert.slippageBps", 50)),
        arguments("leverage of exactly the limit", equity(ok, "20")),
        arguments("leverage of exactly what is asked", with(ok, "alert.leverage", n("0.1"))),
        arguments("leverage with what is held elsewhere", elsewhere(ok, "0.049")),
        arguments("a cent above the loss limit", with(ok, "account.equityUsd", n("800.01"))),
        arguments("one below the pace", with(ok, "activity", new Activity(9, 0, 99))),
        arguments("an exit below the pace", with(exit(), "activity", new Activity(0, 29, 0))),
        arguments("the smallest size", with(ok, "alert.size", Cases.base("0.01"))),
        arguments("just the fee reserve", with(ok, "account.feeLamports", 50_000_000L)),
        arguments("a cool entry", cooldown(ok, 30_000)),
        arguments("the last entry", entries(ok, 1)),
        arguments("the last of open orders", with(limitOrder(ok), "reservations", many(7, true))),
        arguments("a grant's last second", grantEndsIn(ok, 1)),
        arguments("the last second of exits", grantEndsIn(exit(), -3599)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void justWithin(String what, DecisionRequest request) {
    assertThat(Decider.decide(request)).as(what).isInstanceOf(Decision.Approved.class);
  }

  @Test
  void allReasonsAreGivenInTheirOrder() {
    var standing = Cases.standing();
    var request =
        with(
            with(
                with(
                    aged(approvable(), 61_000),
                    "standing",
                    new Standing(false, true, true, true, null, 0, standing.grant())),
                "standing.grant.ownerSigned",
                false),
            "account",
            with(with(Cases.account(), "positions", sol("50")), "equityUsd", n("700")));

    assertThat(rejected(request).reasons())
        .containsExactly(
            Reason.UNKNOWN_BOT,
            Reason.GLOBAL_FREEZE,
            Reason.FROZEN,
            Reason.POLICY_UNSIGNED,
            Reason.STALE,
            Reason.POSITION_TOO_LARGE,
            Reason.LEVERAGE_TOO_HIGH,
            Reason.DAILY_LOSS_REACHED,
            Reason.REDUCE_ONLY_MODE)
        .isSorted();
  }

  @Test
  void whatIsNoOrderIsGivenTheReasonsOfAnEntryToo() {
    var tooSmall = with(approvable(), "alert.size", Cases.base("0.001"));

    assertThat(rejected(grantEndsIn(tooSmall, -60)).reasons())
        .containsExactly(Reason.GRANT_EXPIRED, Reason.SIZE_INVALID);
    assertThat(rejected(with(tooSmall, "seen.overtaken", true)).reasons())
        .containsExactly(Reason.STALE, Reason.SIZE_INVALID);
  }

  @Test
  void pendingOrdersOfBothSidesCountAtTheirWorst() {
    // 4 held; 5 more may be bought, 9 may be sold: between -5 and 9 before the new order.
    var pending =
        List.of(onItsWay(Direction.LONG, "5", false), onItsWay(Direction.SHORT, "9", false));
    var request = with(holding("4", Action.BUY, "1"), "reservations", pending);

    assertThat(only(request).exit()).isFalse();
    assertThat(rejected(with(request, "alert.size", Cases.base("1.01"))).reasons())
        .containsExactly(Reason.POSITION_TOO_LARGE);
    var sells = with(request, "alert", alert(Action.SELL, "4.9"));
    assertThat(only(sells).exit()).isFalse();
    var more =
        List.of(onItsWay(Direction.LONG, "5", false), onItsWay(Direction.SHORT, "9.11", false));
    assertThat(rejected(with(sells, "reservations", more)).reasons())
        .containsExactly(Reason.POSITION_TOO_LARGE);
  }

  @Test
  void openOrdersCountLikeReservations() {
    var entries = List.of(resting(Direction.LONG, "9.5", false));

    assertThat(rejected(with(approvable(), "account.openOrders", entries)).reasons())
        .containsExactly(Reason.POSITION_TOO_LARGE);
  }

  @Test
  void whatRestsToReduceCountsOnlyDownToZero() {
    var targets = List.of(resting(Direction.SHORT, "5", true), resting(Direction.SHORT, "5", true));
    var request =
        with(
            with(holding("5", Action.SELL, "10"), "account.openOrders", targets),
            "standing.grant.limits.maxOrderNotionalUsd",
            n("1001"));

    assertThat(approved(with(request, "alert.size", Cases.base("15"))).orders()).hasSize(2);
    assertThat(refusedPart(with(request, "alert.size", Cases.base("15.01"))))
        .containsExactly(Reason.POSITION_TOO_LARGE);
    assertThat(rejected(with(request, "alert", alert(Action.BUY, "5.01"))).reasons())
        .as("a target may never fill, so it makes no room")
        .containsExactly(Reason.POSITION_TOO_LARGE);
  }

  @Test
  void anOrderThatCannotRestIsNoOpenOrder() {
    var limit = limitOrder(approvable());

    assertThat(only(with(limit, "reservations", many(8, false))).reservation())
        .as("market orders on their way leave all room to one that rests")
        .isNotNull()
        .matches(Reservation::mayRest);
    assertThat(only(with(approvable(), "reservations", many(8, true))).reservation())
        .as("a market order takes no room, however many rest")
        .isNotNull()
        .matches(one -> !one.mayRest());
  }

  @Test
  void whatRestsAtTheVenueAndWhatMayCountTogether() {
    var four = Collections.nCopies(4, resting(Direction.LONG, "0.1", false));
    var limit = with(limitOrder(approvable()), "account.openOrders", four);

    assertThat(rejected(with(limit, "reservations", many(4, true))).reasons())
        .containsExactly(Reason.TOO_MANY_OPEN_ORDERS);
    assertThat(only(with(limit, "reservations", many(3, true))).exit()).isFalse();
  }

  @Test
  void anExitPassesWhateverBindsOnlyEntries() {
    var grant = Objects.requireNonNull(Cases.standing().grant());
    var limits =
        new Limits(
            Set.of(),
            Set.of(),
            n("1"),
            n("1"),
            n("0.1"),
            1,
            200,
            Duration.ofHours(1),
            PositionMode.SYNC,
            1,
            Duration.ofHours(1),
            1,
            n("1"),
            1,
            1,
            1,
            morning(),
            Long.MAX_VALUE);
    var entries = List.of(resting(Direction.SHORT, "7", false));
    var request =
        new DecisionRequest(
            NOW,
            with(with(alert(Action.SELL, "3"), "slippageBps", 400), "leverage", n("50")),
            new Standing(
                true,
                false,
                false,
                true,
                new UUID(3, 3),
                9,
                with(with(grant, "limits", limits), "expiresAt", NOW.minusSeconds(60))),
            new SeenBefore(false, false, false, true),
            new Activity(100, 29, 100),
            new Entries(9, NOW),
            Map.of(),
            with(
                with(with(Cases.account(), "positions", sol("3")), "openOrders", entries),
                "equityUsd",
                n("-5")),
            List.of());

    for (var asked :
        List.of(
            request,
            with(request, "alert.reduceOnly", true),
            with(request, "alert.stopLoss", new Trigger.At(n("1"))),
            with(request, "alert", alert(Action.CLOSE, null)),
            with(request, "alert", alert(Action.CLOSE, "2")),
            with(request, "alert", with(alert(Action.CLOSE, null), "size", percent("50"))),
            with(request, "account.observedAt", NOW.minusSeconds(3600)),
            with(request, "quotes", Map.of(SOL, with(quote("100"), "doubtful", true))))) {
      var order = only(asked);
      assertThat(order.exit()).as("%s", asked.alert()).isTrue();
      assertThat(order.direction()).isEqualTo(Direction.SHORT);
      assertThat(order.size()).isLessThanOrEqualTo(n("3"));
    }
  }

  @Test
  void aRefusedExitSaysThatItWasOne() {
    var frozen = with(exit(), "standing.frozen", true);

    assertThat(rejected(frozen).exit()).isTrue();
    assertThat(rejected(with(frozen, "alert", alert(Action.CLOSE, null))).exit()).isTrue();
    assertThat(rejected(with(frozen, "alert", alert(Action.CANCEL, null))).exit()).isTrue();
    assertThat(rejected(with(frozen, "alert", alert(Action.SELL, "4"))).exit())
        .as("the closing half of a flip is one")
        .isTrue();
    assertThat(rejected(with(frozen, "alert", alert(Action.BUY, "1"))).exit()).isFalse();
  }

  @Test
  void aCloseTakesAllThatTheSignerFinds() {
    var pending = List.of(onItsWay(Direction.LONG, "20", true));
    var order = only(with(holding("-50", Action.CLOSE, null), "reservations", pending));

    assertThat(order.direction()).isEqualTo(Direction.LONG);
    assertThat(order.size()).as("what is expected to be left").isEqualByComparingTo("30");
    assertThat(order.wholePosition()).isTrue();
    assertThat(order.exit()).isTrue();
    assertThat(order.cancelsEntries()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCloseBesideARestingOrderClosesAll(boolean reduceOnly) {
    var request =
        with(
            holding("10", Action.CLOSE, null),
            "account.openOrders",
            List.of(resting(Direction.SHORT, "10", reduceOnly)));

    var order = only(request);

    assertThat(order.size()).isEqualByComparingTo("10");
    assertThat(order.wholePosition()).isTrue();
    assertThat(order.cancelsEntries()).isTrue();
  }

  @Test
  void aPartialCloseLeavesEntriesAlone() {
    var order = only(holding("10", Action.CLOSE, "4"));

    assertThat(order.size()).isEqualByComparingTo("4");
    assertThat(order.wholePosition()).isFalse();
    assertThat(order.cancelsEntries()).isFalse();
    assertThat(only(holding("3", Action.CLOSE, "4")).size()).isEqualByComparingTo("3");
  }

  @Test
  void whileSomethingIsInFlightOnlyTheSignerKnowsThatThereIsNothingToClose() {
    var entry = List.of(onItsWay(Direction.LONG, "2", false));
    var close = with(holding("0", Action.CLOSE, null), "reservations", entry);

    assertThat(only(close)).matches(Order::exit).matches(Order::wholePosition);
    assertThat(only(with(close, "reservations", many(1, true))).direction())
        .as("which way it goes, only the signer can tell")
        .isNull();
    var reducing = with(alert(Action.SELL, "7.777"), "reduceOnly", true);
    assertThat(only(with(close, "alert", reducing)).size())
        .as("not cut to what the stage believes")
        .isEqualByComparingTo("7.77");
    assertThat(only(with(holding("0", Action.CLOSE, null), "account", null)).exit())
        .as("nor does an account that was never read")
        .isTrue();
  }

  @Test
  void aReducingOrderPassesReduceOnlyModeButNotAFreeze() {
    var request = with(exit(), "standing.reduceOnly", true);

    assertThat(only(request).exit()).isTrue();
    assertThat(rejected(with(request, "standing.frozen", true)).reasons())
        .containsExactly(Reason.FROZEN);
  }

  @Test
  void anExitIsPricedByItsOwnSlippage() {
    assertThat(only(exit()).maxSlippageBps()).isEqualTo(200);
    assertThat(only(with(exit(), "alert.slippageBps", 400)).maxSlippageBps()).isEqualTo(200);
    assertThat(only(with(exit(), "alert.slippageBps", 20)).maxSlippageBps()).isEqualTo(20);
    assertThat(only(with(approvable(), "alert.slippageBps", 20)).maxSlippageBps()).isEqualTo(20);
  }

  @Test
  void dollarsBecomeBaseUnitsAtTheOraclePriceRoundedDownToTheStep() {
    var request = with(approvable(), "quotes", Map.of(SOL, quote("3")));

    assertThat(only(with(request, "alert.size", new Size.Usd(n("10")))).size())
        .isEqualByComparingTo("3.33");
  }

  @Test
  void aMarketWithoutAKnownStepIsCountedFinerThanAnyVenue() {
    var quote = with(quote("3"), "step", null);
    var request = with(approvable(), "quotes", Map.of(SOL, quote));

    assertThat(only(with(request, "alert.size", new Size.Usd(n("10")))).size())
        .isEqualByComparingTo("3.333333333");
  }

  @Test
  void perCentIsOfEquityAndAgainstAPositionOfThePosition() {
    var quarter = percent("25");

    assertThat(only(with(approvable(), "alert.size", quarter)).size()).isEqualByComparingTo("2.5");
    assertThat(only(with(holding("4", Action.SELL, "1"), "alert.size", quarter)).size())
        .isEqualByComparingTo("1");
    assertThat(only(with(holding("-4", Action.CLOSE, "1"), "alert.size", quarter)).size())
        .isEqualByComparingTo("1");
  }

  @Test
  void theAlertsOwnPriceNeverSizesAnything() {
    var cheap = with(limitOrder(approvable()), "alert.limitPrice", n("1"));

    assertThat(rejected(with(cheap, "alert.size", Cases.base("6"))).reasons())
        .containsExactly(Reason.ORDER_TOO_LARGE);
  }

  @Test
  void cancelNeedsNoPriceNoAccountAndReservesNothing() {
    var request =
        with(
            with(with(approvable(), "alert", alert(Action.CANCEL, null)), "quotes", Map.of()),
            "account",
            null);

    var order = only(request);

    assertThat(order.reservation()).isNull();
    assertThat(order.action()).isEqualTo(Action.CANCEL);
    assertThat(order.cancelsEntries()).isTrue();
    assertThat(rejected(with(request, "standing.frozen", true)).reasons())
        .containsExactly(Reason.FROZEN);
  }

  @Test
  void aNewDayBeginsWithoutLossUntilItsOpeningIsRead() {
    var lossy = with(approvable(), "account.equityUsd", n("700"));
    var yesterday = with(lossy, "account.day", Cases.account().day().minusDays(1));

    assertThat(rejected(lossy).reasons()).containsExactly(Reason.DAILY_LOSS_REACHED);
    assertThat(only(yesterday).exit()).isFalse();
  }

  @Test
  void depositsAreNoGainAndWithdrawalsNoLoss() {
    var deposited =
        with(
            with(approvable(), "account.equityUsd", n("1100")), "account.netDepositsUsd", n("300"));
    var withdrawn =
        with(
            with(approvable(), "account.equityUsd", n("500")), "account.netDepositsUsd", n("-500"));

    assertThat(rejected(deposited).detail()).contains("200.00 USD");
    assertThat(only(withdrawn).exit()).isFalse();
  }

  @Test
  void aStopOnTheWrongSideOrTooFarAwayIsNoProtection() {
    var wanted = with(approvable(), "standing.grant.limits.maxStopDistanceBps", 250);

    for (var bad : List.of("97.4", "100", "101")) {
      assertThat(rejected(with(wanted, "alert.stopLoss", new Trigger.At(n(bad)))).reasons())
          .as(bad)
          .containsExactly(Reason.PROTECTION_MISSING, Reason.PROTECTION_UNSUPPORTED);
    }
    assertThat(rejected(with(wanted, "alert.stopLoss", new Trigger.Away(n("2.6")))).reasons())
        .containsExactly(Reason.PROTECTION_MISSING, Reason.PROTECTION_UNSUPPORTED);
    assertThat(rejected(with(wanted, "alert.stopLoss", new Trigger.At(n("97.5")))).reasons())
        .containsExactly(Reason.PROTECTION_UNSUPPORTED);
    var target = with(approvable(), "alert.takeProfit", new Trigger.At(n("99")));
    assertThat(rejected(target).reasons())
        .containsExactly(Reason.PROTECTION_MISSING, Reason.PROTECTION_UNSUPPORTED);
  }

  @Test
  void refusalsSayTheNumbers() {
    assertThat(rejected(with(approvable(), "alert.size", Cases.base("5.5"))).detail())
        .isEqualTo("the order is 550.00 USD, the limit 500.00 USD");
  }

  @Test
  void theSameRequestGivesTheSameDecision() {
    oneReasonEach()
        .map(one -> (DecisionRequest) one.get()[1])
        .forEach(one -> assertThat(Decider.decide(one)).isEqualTo(Decider.decide(one)));
  }

  /** Sells all of 3. */
  private static DecisionRequest exit() {
    return holding("3", Action.SELL, "3");
  }

  private static Size percent(String percent) {
    return new Size.Percent(n(percent));
  }

  private static DecisionRequest grantEndsIn(DecisionRequest r, int seconds) {
    return with(r, "standing.grant.expiresAt", NOW.plusSeconds(seconds));
  }

  private static DecisionRequest aged(DecisionRequest r, long millis) {
    return with(r, "alert.alertTime", NOW.minusMillis(millis));
  }

  private static DecisionRequest accountAged(DecisionRequest r, long millis) {
    return with(r, "account.observedAt", NOW.minusMillis(millis));
  }

  private static DecisionRequest priceAged(DecisionRequest r, long millis) {
    return quoted(r, "publishedAt", NOW.minusMillis(millis));
  }

  private static DecisionRequest quoted(DecisionRequest r, String component, Object value) {
    return with(r, "quotes", Map.of(SOL, with(quote("100"), component, value)));
  }

  private static DecisionRequest equity(DecisionRequest r, String equity) {
    return with(with(r, "account.equityUsd", n(equity)), "account.openingEquityUsd", n(equity));
  }

  private static DecisionRequest cooldown(DecisionRequest r, long millisAgo) {
    return with(
        with(r, "standing.grant.limits.cooldown", Duration.ofSeconds(30)),
        "entries",
        new Entries(1, NOW.minusMillis(millisAgo)));
  }

  private static DecisionRequest entries(DecisionRequest r, int count) {
    return with(
        with(r, "standing.grant.limits.maxEntriesPerPosition", 2),
        "entries",
        new Entries(count, NOW.minusSeconds(600)));
  }

  private static TradingHours morning() {
    return new TradingHours(Set.of(DayOfWeek.FRIDAY), LocalTime.of(8, 0), LocalTime.NOON);
  }

  private static DecisionRequest elsewhere(DecisionRequest r, String btc) {
    return with(
        with(r, "account.positions", Map.of(BTC, n(btc))),
        "quotes",
        Map.of(SOL, quote("100"), BTC, quote("100000")));
  }

  private static DecisionRequest limitOrder(DecisionRequest r) {
    return with(with(r, "alert.type", OrderType.LIMIT), "alert.limitPrice", n("90"));
  }

  private static List<Reservation> many(int count, boolean mayRest) {
    return Collections.nCopies(
        count, new Reservation(SOL, Direction.LONG, n("0.1"), false, mayRest));
  }
}
