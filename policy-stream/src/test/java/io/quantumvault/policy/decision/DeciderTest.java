package io.quantumvault.policy.decision;

import static io.quantumvault.policy.decision.Cases.NOW;
import static io.quantumvault.policy.decision.Cases.SOL;
import static io.quantumvault.policy.decision.Cases.account;
import static io.quantumvault.policy.decision.Cases.alert;
import static io.quantumvault.policy.decision.Cases.approvable;
import static io.quantumvault.policy.decision.Cases.at;
import static io.quantumvault.policy.decision.Cases.change;
import static io.quantumvault.policy.decision.Cases.equity;
import static io.quantumvault.policy.decision.Cases.grant;
import static io.quantumvault.policy.decision.Cases.holding;
import static io.quantumvault.policy.decision.Cases.hours;
import static io.quantumvault.policy.decision.Cases.limits;
import static io.quantumvault.policy.decision.Cases.n;
import static io.quantumvault.policy.decision.Cases.quote;
import static io.quantumvault.policy.decision.Cases.reserved;
import static io.quantumvault.policy.decision.Cases.standing;
import static io.quantumvault.policy.decision.Cases.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeciderTest {

  @Test
  void anOrderWithinEveryLimitIsApprovedAndReserved() {
    var approved = approved(approvable());

    assertThat(approved.order())
        .isEqualTo(
            new Order(
                SOL,
                Action.BUY,
                OrderType.MARKET,
                Direction.LONG,
                n("1"),
                null,
                false,
                50,
                NOW.plusSeconds(59)));
    assertThat(approved.reservation())
        .isEqualTo(new Reservation(SOL, Direction.LONG, n("1"), false, false));
  }

  static Stream<Arguments> oneReasonEach() {
    var ok = approvable();
    var signed = grant(limits());
    var sell2 = with(ok, alert(Action.SELL, "2"));
    return Stream.of(
        arguments(
            Reason.UNKNOWN_BOT, with(ok, new Standing(false, false, false, false, 9, signed))),
        arguments(
            Reason.GLOBAL_FREEZE, with(ok, new Standing(true, true, false, false, 9, signed))),
        arguments(Reason.FROZEN, with(ok, new Standing(true, false, true, false, 9, signed))),
        arguments(Reason.NOT_ENABLED, with(ok, standing(null))),
        arguments(Reason.NOT_ENABLED, with(ok, standing(ended(signed)))),
        arguments(Reason.NOT_ENABLED, with(ok, standing(startingIn(signed, 1)))),
        arguments(Reason.GRANT_EXPIRED, with(ok, standing(expiringIn(signed, 0)))),
        arguments(Reason.POLICY_UNSIGNED, with(ok, standing(unsigned(signed)))),
        arguments(Reason.POLICY_UNSIGNED, with(ok, standing(grant(null)))),
        arguments(Reason.DUPLICATE_ID, with(ok, new SeenBefore(true, false, false))),
        arguments(Reason.DUPLICATE_CONTENT, with(ok, new SeenBefore(false, true, false))),
        arguments(Reason.STALE, with(ok, new SeenBefore(false, false, true))),
        arguments(Reason.STALE, aged(ok, 60_001)),
        arguments(Reason.FROM_FUTURE, aged(ok, -10_001)),
        arguments(Reason.RATE_LIMITED, with(ok, new Activity(10, 10))),
        arguments(Reason.RATE_LIMITED, with(ok, new Activity(0, 100))),
        arguments(Reason.MARKET_NOT_ALLOWED, market(ok, "ETH-PERP")),
        arguments(Reason.ORDER_TYPE_NOT_ALLOWED, limited(ok, marketOrdersOnly())),
        arguments(Reason.OUTSIDE_HOURS, outsideHours(ok)),
        arguments(Reason.PRICE_UNAVAILABLE, with(ok, Map.of())),
        arguments(
            Reason.PRICE_UNAVAILABLE, with(ok, account(Map.of("BTC-PERP", n("0.001")), List.of()))),
        arguments(Reason.PRICE_STALE, priceAged(ok, 10_001)),
        arguments(Reason.PRICE_STALE, priceAged(ok, -10_001)),
        arguments(Reason.ACCOUNT_STALE, with(ok, (Account) null)),
        arguments(Reason.ACCOUNT_STALE, accountAged(ok, 360_001)),
        arguments(Reason.SLIPPAGE_TOO_WIDE, with(ok, change(ok.alert(), a -> a.slippage(51)))),
        arguments(Reason.SIZE_INVALID, with(ok, alert(Action.BUY, "0"))),
        arguments(Reason.SIZE_INVALID, with(ok, alert(Action.BUY, "-1"))),
        arguments(Reason.SIZE_INVALID, with(ok, alert(Action.BUY, null))),
        arguments(Reason.SIZE_INVALID, with(ok, change(ok.alert(), a -> a.usd("5")))),
        arguments(Reason.SIZE_INVALID, with(ok, change(ok.alert(), a -> a.limit(null)))),
        arguments(
            Reason.SIZE_INVALID,
            with(ok, change(alert(Action.BUY, null), a -> a.usd("0.00000001")))),
        arguments(
            Reason.SIZE_INVALID,
            with(with(ok, holding("1")), change(alert(Action.SELL, "2"), a -> a.reduceOnly()))),
        arguments(Reason.ORDER_TOO_LARGE, with(ok, alert(Action.BUY, "5.00000001"))),
        arguments(Reason.POSITION_TOO_LARGE, with(ok, holding("9.01"))),
        arguments(
            Reason.POSITION_TOO_LARGE, with(with(ok, holding("-9.01")), alert(Action.SELL, "1"))),
        arguments(Reason.LEVERAGE_TOO_HIGH, with(ok, equity(equalOpening("19.99"), "19.99"))),
        arguments(Reason.LEVERAGE_TOO_HIGH, with(ok, equity(equalOpening("-1"), "-1"))),
        arguments(Reason.LEVERAGE_TOO_HIGH, with(ok, change(ok.alert(), a -> a.leverage("5.1")))),
        arguments(Reason.LEVERAGE_TOO_HIGH, leveragedElsewhere(ok)),
        arguments(Reason.DAILY_LOSS_REACHED, with(ok, equity(holding("0"), "800"))),
        arguments(Reason.TOO_MANY_OPEN_ORDERS, reserved(limitOrder(ok), eight(true))),
        arguments(
            Reason.REDUCE_ONLY_MODE, with(ok, new Standing(true, false, false, true, 9, signed))),
        arguments(Reason.NOTHING_TO_CLOSE, with(ok, alert(Action.CLOSE, null))),
        arguments(Reason.NOTHING_TO_CLOSE, with(ok, change(sell2.alert(), a -> a.reduceOnly()))));
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
        arguments("account of 6 min", accountAged(ok, 360_000)),
        arguments("order of exactly the limit", with(ok, alert(Action.BUY, "5"))),
        arguments("position of exactly the limit", with(ok, holding("9"))),
        arguments(
            "slippage of exactly the limit", with(ok, change(ok.alert(), a -> a.slippage(50)))),
        arguments("leverage of exactly the limit", with(ok, equity(equalOpening("20"), "20"))),
        arguments("a cent above the loss limit", with(ok, equity(holding("0"), "800.01"))),
        arguments("one order below the pace", with(ok, new Activity(9, 99))),
        arguments("a grant that ends in 1 s", with(ok, standing(expiringIn(grant(limits()), 1)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void justWithin(String what, DecisionRequest request) {
    assertThat(Decider.decide(request)).as(what).isInstanceOf(Decision.Approved.class);
  }

  @Test
  void allReasonsAreGivenInTheirOrder() {
    var request =
        with(
            with(
                aged(approvable(), 61_000),
                new Standing(false, true, true, true, 0, unsigned(grant(limits())))),
            equity(holding("50"), "700"));

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
  void pendingOrdersOfBothSidesCountAtTheirWorst() {
    // 4 held; 5 more may be bought, 9 may be sold: between -5 and 9 before the new order.
    var reservations =
        List.of(
            new Reservation(SOL, Direction.LONG, n("5"), false, false),
            new Reservation(SOL, Direction.SHORT, n("9"), false, false));
    var request =
        reserved(with(approvable(), holding("4")), reservations.toArray(Reservation[]::new));

    assertThat(Decider.decide(request)).isInstanceOf(Decision.Approved.class);
    assertThat(rejected(with(request, alert(Action.BUY, "1.01"))).reasons())
        .containsExactly(Reason.POSITION_TOO_LARGE);
    assertThat(Decider.decide(with(request, alert(Action.SELL, "4.9"))))
        .isInstanceOf(Decision.Approved.class);
  }

  @Test
  void openOrdersCountLikeReservations() {
    var resting = new OpenOrder(SOL, 1, Direction.LONG, n("9.5"));

    assertThat(rejected(with(approvable(), account(Map.of(), List.of(resting)))).reasons())
        .containsExactly(Reason.POSITION_TOO_LARGE);
  }

  @Test
  void anOrderThatCannotRestIsNoOpenOrder() {
    var limit = limitOrder(approvable());

    assertThat(approved(reserved(limit, eight(false))).inputs().openOrders())
        .as("market orders on their way leave all room to one that rests")
        .isZero();
    assertThat(approved(reserved(approvable(), eight(true))).inputs().openOrders())
        .as("a market order takes no room, however many rest")
        .isEqualTo(8);
    assertThat(approved(limit).reservation()).isNotNull().matches(Reservation::mayRest);
  }

  @Test
  void whatRestsAtTheVenueAndWhatMayCountTogether() {
    var resting =
        LongStream.range(0, 4)
            .mapToObj(id -> new OpenOrder(SOL, id, Direction.LONG, n("0.1")))
            .toList();
    var limit = with(limitOrder(approvable()), account(Map.of(), resting));
    var four = Arrays.copyOf(eight(true), 4);

    assertThat(rejected(reserved(limit, four)).reasons())
        .containsExactly(Reason.TOO_MANY_OPEN_ORDERS);
    assertThat(approved(reserved(limit, Arrays.copyOf(four, 3))).inputs().openOrders())
        .isEqualTo(7);
  }

  @Test
  void closeTakesWhatNoPendingOrderReducesAndPassesLossAndNotionalRules() {
    var lossy = equity(holding("-50"), "100");
    var pending = new Reservation(SOL, Direction.LONG, n("20"), true, false);
    var request = reserved(with(with(approvable(), lossy), alert(Action.CLOSE, null)), pending);

    var order = approved(request).order();

    assertThat(order.direction()).isEqualTo(Direction.LONG);
    assertThat(order.size()).isEqualByComparingTo("30");
    assertThat(order.reduceOnly()).isTrue();
  }

  @Test
  void aReducingOrderPassesReduceOnlyModeButNotAFreeze() {
    var request = with(with(approvable(), holding("3")), alert(Action.SELL, "3"));
    var grant = grant(limits());

    var reduceOnly = with(request, new Standing(true, false, false, true, 9, grant));
    assertThat(approved(reduceOnly).order().reduceOnly()).isTrue();
    assertThat(rejected(with(request, new Standing(true, false, true, true, 9, grant))).reasons())
        .containsExactly(Reason.FROZEN);
  }

  @Test
  void anOrderLargerThanTheUnreservedPositionIsNotReducing() {
    var request = with(with(approvable(), holding("3")), alert(Action.SELL, "3.1"));

    assertThat(approved(request).order().reduceOnly()).isFalse();
    assertThat(
            rejected(with(request, new Standing(true, false, false, true, 9, grant(limits()))))
                .reasons())
        .containsExactly(Reason.REDUCE_ONLY_MODE);
  }

  @Test
  void aRestingOrderAgainstThePositionIsNotReducedASecondTime() {
    // Both together could turn the position, and a reducing order is not checked for that.
    var resting = new OpenOrder(SOL, 1, Direction.SHORT, n("10"));
    var request =
        with(
            with(approvable(), account(Map.of(SOL, n("10")), List.of(resting))),
            alert(Action.CLOSE, null));

    assertThat(rejected(request).reasons()).containsExactly(Reason.NOTHING_TO_CLOSE);
  }

  @Test
  void dollarsBecomeBaseUnitsAtTheOraclePriceRoundedDown() {
    var request =
        with(
            with(approvable(), Map.of(SOL, quote("3"))),
            change(alert(Action.BUY, null), a -> a.usd("10")));

    assertThat(approved(request).order().size()).isEqualByComparingTo("3.333333333");
  }

  @Test
  void theAlertsOwnPriceNeverSizesAnything() {
    var request = with(approvable(), change(alert(Action.BUY, "6"), a -> a.limit("1")));

    assertThat(rejected(request).reasons()).containsExactly(Reason.ORDER_TOO_LARGE);
  }

  @Test
  void cancelNeedsNoPriceNoAccountAndReservesNothing() {
    var request =
        with(with(with(approvable(), alert(Action.CANCEL, null)), Map.of()), (Account) null);

    var approved = approved(request);

    assertThat(approved.reservation()).isNull();
    assertThat(approved.order().action()).isEqualTo(Action.CANCEL);
    assertThat(
            rejected(with(request, new Standing(true, false, true, false, 9, grant(limits()))))
                .reasons())
        .containsExactly(Reason.FROZEN);
  }

  @Test
  void aNewDayBeginsWithoutLossUntilItsOpeningIsRead() {
    var lossy = equity(holding("0"), "700");
    var yesterday =
        new Account(
            lossy.slot(),
            lossy.observedAt(),
            lossy.equityUsd(),
            lossy.positions(),
            lossy.openOrders(),
            lossy.day().minusDays(1),
            lossy.openingEquityUsd(),
            lossy.netDepositsUsd());

    assertThat(rejected(with(approvable(), lossy)).reasons())
        .containsExactly(Reason.DAILY_LOSS_REACHED);
    assertThat(Decider.decide(with(approvable(), yesterday))).isInstanceOf(Decision.Approved.class);
  }

  @Test
  void depositsAreNoGainAndWithdrawalsNoLoss() {
    var held = holding("0");
    var deposited =
        new Account(
            held.slot(),
            held.observedAt(),
            n("1100"),
            held.positions(),
            held.openOrders(),
            held.day(),
            n("1000"),
            n("300"));
    var withdrawn =
        new Account(
            held.slot(),
            held.observedAt(),
            n("500"),
            held.positions(),
            held.openOrders(),
            held.day(),
            n("1000"),
            n("-500"));

    assertThat(rejected(with(approvable(), deposited)).detail()).contains("200.00 USD");
    assertThat(Decider.decide(with(approvable(), withdrawn))).isInstanceOf(Decision.Approved.class);
  }

  @Test
  void exposureElsewhereCountsTowardsLeverageAtItsOwnPrice() {
    var inputs = Decider.decide(leveragedElsewhere(approvable())).inputs();

    assertThat(inputs.otherExposureUsd()).isEqualByComparingTo("4950");
  }

  @Test
  void refusalsSayTheNumbers() {
    assertThat(rejected(with(approvable(), alert(Action.BUY, "5.5"))).detail())
        .isEqualTo("the order is 550.00 USD, the limit 500.00 USD");
  }

  private static Decision.Approved approved(DecisionRequest request) {
    var decision = Decider.decide(request);
    assertThat(decision).isInstanceOf(Decision.Approved.class);
    return (Decision.Approved) decision;
  }

  private static Decision.Rejected rejected(DecisionRequest request) {
    var decision = Decider.decide(request);
    assertThat(decision).isInstanceOf(Decision.Rejected.class);
    return (Decision.Rejected) decision;
  }

  private static DecisionRequest aged(DecisionRequest r, long millis) {
    return with(r, change(r.alert(), a -> a.time(NOW.minusMillis(millis))));
  }

  private static DecisionRequest priceAged(DecisionRequest r, long millis) {
    return with(r, Map.of(SOL, new Quote(n("100"), 400, NOW.minusMillis(millis))));
  }

  private static DecisionRequest accountAged(DecisionRequest r, long millis) {
    var a = holding("0");
    return with(
        r,
        new Account(
            a.slot(),
            NOW.minusMillis(millis),
            a.equityUsd(),
            a.positions(),
            a.openOrders(),
            a.day(),
            a.openingEquityUsd(),
            a.netDepositsUsd()));
  }

  private static Account equalOpening(String equity) {
    var a = holding("0");
    return new Account(
        a.slot(),
        a.observedAt(),
        n(equity),
        a.positions(),
        a.openOrders(),
        a.day(),
        n(equity),
        BigDecimal.ZERO);
  }

  private static DecisionRequest market(DecisionRequest r, String market) {
    return with(with(r, change(r.alert(), a -> a.market(market))), Map.of(market, quote("100")));
  }

  private static Limits marketOrdersOnly() {
    var l = limits();
    return new Limits(
        l.allowedMarkets(),
        Set.of(OrderType.LIMIT),
        l.maxPositionNotionalUsd(),
        l.maxOrderNotionalUsd(),
        l.maxLeverage(),
        l.maxSlippageBps(),
        l.dailyLossLimitUsd(),
        l.maxOrdersPerMinute(),
        l.maxOrdersPerDay(),
        l.maxOpenOrders(),
        null);
  }

  private static DecisionRequest limited(DecisionRequest r, Limits limits) {
    return with(r, standing(grant(limits)));
  }

  private static DecisionRequest outsideHours(DecisionRequest r) {
    // NOW is a Friday at noon.
    var morning = new TradingHours(Set.of(DayOfWeek.FRIDAY), LocalTime.of(8, 0), LocalTime.NOON);
    return at(limited(r, hours(limits(), morning)), NOW);
  }

  private static DecisionRequest leveragedElsewhere(DecisionRequest r) {
    return with(
        with(r, account(Map.of("BTC-PERP", n("0.0495")), List.of())),
        Map.of(SOL, quote("100"), "BTC-PERP", quote("100000")));
  }

  private static DecisionRequest limitOrder(DecisionRequest r) {
    return with(r, change(alert(Action.BUY, "1"), a -> a.limit("90")));
  }

  private static Reservation[] eight(boolean mayRest) {
    return Stream.generate(() -> new Reservation(SOL, Direction.LONG, n("0.1"), false, mayRest))
        .limit(8)
        .toArray(Reservation[]::new);
  }

  private static GrantTerms ended(GrantTerms g) {
    return new GrantTerms(
        g.grantId(),
        g.startsAt(),
        g.expiresAt(),
        true,
        g.policyVersion(),
        g.policySha256(),
        g.limits(),
        true);
  }

  private static GrantTerms unsigned(GrantTerms g) {
    return new GrantTerms(
        g.grantId(),
        g.startsAt(),
        g.expiresAt(),
        false,
        g.policyVersion(),
        g.policySha256(),
        g.limits(),
        false);
  }

  private static GrantTerms startingIn(GrantTerms g, int seconds) {
    return new GrantTerms(
        g.grantId(),
        NOW.plusSeconds(seconds),
        g.expiresAt(),
        false,
        g.policyVersion(),
        g.policySha256(),
        g.limits(),
        true);
  }

  private static GrantTerms expiringIn(GrantTerms g, int seconds) {
    return new GrantTerms(
        g.grantId(),
        g.startsAt(),
        NOW.plusSeconds(seconds),
        false,
        g.policyVersion(),
        g.policySha256(),
        g.limits(),
        true);
  }
}
