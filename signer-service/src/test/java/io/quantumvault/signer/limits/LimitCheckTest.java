package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.*;
import static io.quantumvault.signer.claim.RefusalReason.COOLDOWN;
import static io.quantumvault.signer.claim.RefusalReason.EXIT_PACE;
import static io.quantumvault.signer.claim.RefusalReason.FEE_NOT_PAYABLE;
import static io.quantumvault.signer.claim.RefusalReason.NOTHING_TO_CANCEL;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_DIFFERS;
import static io.quantumvault.signer.claim.RefusalReason.POSITION_NOT_FLAT;
import static io.quantumvault.signer.claim.RefusalReason.PROTECTION_MISSING;
import static io.quantumvault.signer.claim.RefusalReason.PROTECTION_UNSUPPORTED;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ENTRIES;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.schemas.policy.PolicyDocument.OrderKind;
import io.quantumvault.schemas.policy.TradingHours;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.limits.LedgerView.Unfinished;
import io.quantumvault.signer.limits.LimitCheck.Verdict;
import io.quantumvault.signer.limits.Standing.Level;
import io.quantumvault.signer.marks.DayOpening;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount;
import io.quantumvault.signer.venue.VenueAccount.Market;
import io.quantumvault.signer.venue.VenueAccount.Position;
import io.quantumvault.signer.venue.VenueAccount.RestingOrder;
import io.quantumvault.signer.venue.VenueAction;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitCheckTest {
  /** A Wednesday. */
  private static final Instant NOW = Instant.parse("2026-01-07T12:00:00Z");

  private static final UUID ID = new UUID(1, 2);

  private final Map<String, Position> positions = new HashMap<>();
  private final List<RestingOrder> resting = new ArrayList<>();
  private final List<Unfinished> unfinished = new ArrayList<>();
  private BigDecimal equity = usd("5000");
  private BigDecimal opening = usd("5000");
  private long feeLamports = 1_000_000_000;
  private long entriesFor = 3600;
  private Instant oracleAt = NOW;
  private int lastMinute;
  private int today;
  private int unknown;
  private Level level = Level.NONE;
  private boolean flattening;
  private @Nullable TradingHours hours;
  private List<OrderKind> kinds = List.of(OrderKind.MARKET, OrderKind.LIMIT);
  private Intent.Kind kind = Intent.Kind.MARKET;
  private @Nullable Side side = Side.BUY;
  private @Nullable BigDecimal limitPrice;
  private List<String> allowed = List.of("SOL-PERP");
  private String market = "SOL-PERP";
  private boolean reduceOnly;
  private boolean exit;
  private boolean whole;
  private boolean cancelsEntries;
  private boolean stopLoss;
  private boolean takeProfit;
  private Intent.Part part = Intent.Part.WHOLE;
  private @Nullable BigDecimal positionBound;
  private int exitsLastMinute;
  private @Nullable Instant lastEntryAt;
  private int entryNumber;
  private boolean requireStop;
  private @Nullable Integer cooldown;
  private @Nullable Integer mostEntries;
  private int slippage = 50;

  private static BigDecimal usd(String text) {
    return new BigDecimal(text);
  }

  private PolicyDocument policy() {
    return new PolicyDocument(
        1,
        ID,
        "agent",
        "localnet",
        "paper",
        "account",
        allowed,
        usd("3000"),
        usd("1500"),
        usd("2"),
        kinds,
        100,
        200,
        60,
        PolicyDocument.PositionMode.NEVER_BEYOND,
        requireStop,
        requireStop ? 250 : null,
        cooldown,
        mostEntries,
        usd("500"),
        10,
        100,
        3,
        hours,
        50_000_000,
        1000);
  }

  private Verdict check(String size) {
    var intent =
        new Intent(
            ID,
            ID,
            "",
            "",
            Intent.Origin.SIGNAL,
            part,
            0,
            null,
            ID,
            "agent",
            "owner",
            ID,
            1,
            new byte[32],
            market,
            kind,
            side,
            size.isEmpty() ? null : new BigDecimal(size),
            limitPrice,
            reduceOnly || exit,
            exit,
            whole,
            cancelsEntries,
            positionBound,
            stopLoss,
            takeProfit,
            slippage,
            NOW.plusSeconds(60),
            new byte[0]);
    var account =
        new VenueAccount(
            1000,
            equity,
            positions,
            resting,
            Map.of(
                "SOL-PERP",
                new Market(
                    "SOL-PERP", usd("150"), oracleAt, usd("0.01"), usd("0.02"), usd("0.0001")),
                "BTC-PERP",
                new Market(
                    "BTC-PERP", usd("60000"), NOW, usd("0.0001"), usd("0.0001"), usd("0.0001"))),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            new VenueAccount.Detail() {});
    return LimitCheck.check(
        new LimitCheck.Facts(
            intent,
            policy(),
            account,
            feeLamports,
            new LedgerView(
                0,
                0,
                lastMinute,
                today,
                exitsLastMinute,
                lastEntryAt,
                entryNumber,
                unknown,
                unfinished),
            new DayOpening(LocalDate.of(2026, 1, 7), opening, BigDecimal.ZERO, BigDecimal.ZERO),
            level,
            flattening,
            Duration.ofSeconds(10),
            NOW.plusSeconds(entriesFor),
            NOW.plusSeconds(entriesFor + 3600),
            NOW));
  }

  private void hold(String market, String base) {
    positions.put(market, new Position(new BigDecimal(base), BigDecimal.ZERO, BigDecimal.ZERO));
  }

  private void refused(String size, RefusalReason reason) {
    assertThat(check(size)).isInstanceOf(Verdict.Exceeds.class);
    assertThat(((Verdict.Exceeds) check(size)).refusal().reason()).isEqualTo(reason);
  }

  private Verdict.Fits fits(String size) {
    assertThat(check(size)).isInstanceOf(Verdict.Fits.class);
    return (Verdict.Fits) check(size);
  }

  @Test
  void aFittingOrderIsFlooredAndBounded() {
    var action = (VenueAction.TakeNow) fits("1.239").action();
    assertThat(action.sizeBase()).isEqualByComparingTo("1.23");
    assertThat(action.boundPrice()).isEqualByComparingTo("150.75");
    assertThat(action.goodUntil()).isEqualTo(NOW.plusSeconds(60));
    side = Side.SELL;
    assertThat(((VenueAction.TakeNow) fits("1").action()).boundPrice())
        .isEqualByComparingTo("149.25");
  }

  @Test
  void belowTheMinimumIsRefused() {
    refused("0.019", SIZE_BELOW_MINIMUM);
    fits("0.02");
  }

  @Test
  void anotherMarketIsRefused() {
    market = "BTC-PERP";
    refused("0.001", MARKET_NOT_ALLOWED);
  }

  @Test
  void aMarketThatTheVenueDoesNotShowIsRefused() {
    allowed = List.of("SOL-PERP", "ETH-PERP");
    market = "ETH-PERP";
    refused("1", VENUE_UNREADABLE);
  }

  @Test
  void anOrderWithoutASizeOrPriceIsRefused() {
    refused("0", MALFORMED_INTENT);
    refused("-1", MALFORMED_INTENT);
    kind = Intent.Kind.LIMIT;
    refused("1", MALFORMED_INTENT);
    limitPrice = BigDecimal.ZERO;
    refused("1", MALFORMED_INTENT);
  }

  @Test
  void anOrderTypeThatIsNotAllowedIsRefused() {
    kinds = List.of(OrderKind.LIMIT);
    refused("1", ORDER_TYPE_NOT_ALLOWED);
  }

  @Test
  void outsideHoursIsRefused() {
    hours = new TradingHours(Set.of(DayOfWeek.MONDAY), LocalTime.of(0, 0), LocalTime.of(23, 59));
    refused("1", OUTSIDE_HOURS);
    hold("SOL-PERP", "-1");
    assertThat(fits("1").exit()).isTrue();
  }

  @Test
  void anOrderAboveItsNotionalIsRefused() {
    fits("10");
    refused("10.01", ORDER_TOO_LARGE);
  }

  @Test
  void thePositionCountsWithAllThatIsPending() {
    hold("SOL-PERP", "15");
    fits("5");
    refused("5.01", POSITION_TOO_LARGE);
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("1"), usd("140"), false));
    refused("4.01", POSITION_TOO_LARGE);
    unfinished.add(new Unfinished("SOL-PERP", usd("1"), false, false));
    refused("3.01", POSITION_TOO_LARGE);
    fits("3");
  }

  @Test
  void leverageCountsEveryMarket() {
    equity = usd("1000");
    opening = usd("1000");
    fits("10");
    hold("BTC-PERP", "0.02");
    fits("5.33");
    refused("5.34", LEVERAGE_TOO_HIGH);
    equity = BigDecimal.ZERO;
    opening = BigDecimal.ZERO;
    refused("0.02", LEVERAGE_TOO_HIGH);
  }

  @Test
  void theDaysLossEndsOpeningButNotReducing() {
    opening = usd("5500");
    refused("1", DAILY_LOSS_REACHED);
    hold("SOL-PERP", "-2");
    assertThat(fits("2").exit()).isTrue();
    refused("2.01", DAILY_LOSS_REACHED);
  }

  @Test
  void reduceOnlyLevelHoldsBackWhatOpens() {
    level = Level.REDUCE_ONLY;
    refused("1", REDUCE_ONLY);
    hold("SOL-PERP", "-1");
    var fits = fits("1");
    assertThat(fits.exit()).isTrue();
    assertThat(((VenueAction.TakeNow) fits.action()).reduceOnly()).isTrue();
  }

  @Test
  void anExitWithNothingToCloseIsRefused() {
    for (var claim : List.<Runnable>of(() -> reduceOnly = true, () -> exit = true)) {
      positions.clear();
      claim.run();
      refused("1", NOTHING_TO_CLOSE);
      hold("SOL-PERP", "1");
      refused("1", NOTHING_TO_CLOSE);
      hold("SOL-PERP", "-1");
      fits("1");
      hold("SOL-PERP", "-0.009");
      refused("1", NOTHING_TO_CLOSE);
    }
  }

  @Test
  void anExitIsTheSmallerOfAskedAndHeldInSteps() {
    exit = true;
    hold("SOL-PERP", "-1.505");
    assertThat(takes("2").sizeBase()).isEqualByComparingTo("1.5");
    assertThat(takes("0.777").sizeBase()).isEqualByComparingTo("0.77");
    assertThat(takes("0.01").sizeBase())
        .as("the venue's minimum is for what opens")
        .isEqualByComparingTo("0.01");
    refused("0.009", SIZE_BELOW_MINIMUM);
    assertThat(takes("1").reduceOnly()).isTrue();
  }

  @Test
  void allThatIsHeldIsClosedWhicheverWayItGoes() {
    exit = true;
    whole = true;
    side = null;
    hold("SOL-PERP", "-1.505");
    assertThat(takes("").sizeBase()).isEqualByComparingTo("1.5");
    assertThat(takes("0.1").sizeBase()).as("whatever size it names").isEqualByComparingTo("1.5");
    assertThat(takes("").side()).isEqualTo(Side.BUY);
    assertThat(takes("").boundPrice()).isEqualByComparingTo("150.75");
    hold("SOL-PERP", "12");
    assertThat(takes("").side()).isEqualTo(Side.SELL);
    assertThat(takes("").boundPrice()).isEqualByComparingTo("149.25");
    hold("SOL-PERP", "0");
    refused("", NOTHING_TO_CLOSE);
  }

  @Test
  void anOrderThatTakesMoreThanOrdersOnTheirWayLeaveIsNoExit() {
    hold("SOL-PERP", "-2");
    unfinished.add(new Unfinished("SOL-PERP", usd("2"), true, false));
    level = Level.REDUCE_ONLY;
    refused("1", REDUCE_ONLY);
    exit = true;
    assertThat(takes("2").sizeBase())
        .as("what says that it is one is held to that by the venue")
        .isEqualByComparingTo("2");
  }

  @Test
  void whatRestsNeitherEndsAnExitNorMakesItSmaller() {
    hold("SOL-PERP", "-2");
    level = Level.REDUCE_ONLY;
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("2"), usd("140"), true));
    resting.add(new RestingOrder("SOL-PERP", 2, Side.BUY, usd("3"), usd("141"), false));
    assertThat(takes("2").sizeBase()).isEqualByComparingTo("2");
    exit = true;
    whole = true;
    assertThat(takes("").sizeBase()).isEqualByComparingTo("2");
  }

  @Test
  void anExitIsPricedWithinTheSlippageForExitsWhateverItAsksFor() {
    exit = true;
    hold("SOL-PERP", "-1");
    slippage = 1000;
    assertThat(takes("1").boundPrice()).isEqualByComparingTo("153");
    slippage = 150;
    assertThat(takes("1").boundPrice()).as("a narrower wish").isEqualByComparingTo("152.25");
    slippage = 0;
    assertThat(takes("1").boundPrice()).as("no wish").isEqualByComparingTo("153");
    oracleAt = NOW.minusSeconds(3600);
    assertThat(takes("1").boundPrice()).isEqualByComparingTo("153");
    kind = Intent.Kind.LIMIT;
    limitPrice = usd("160");
    assertThat(((VenueAction.Rest) fits("1").action()).price()).isEqualByComparingTo("153");
    limitPrice = usd("140");
    assertThat(((VenueAction.Rest) fits("1").action()).price()).isEqualByComparingTo("140");
  }

  @Test
  void exitsHaveAPaceOfTheirOwnThatFlattenPasses() {
    hold("SOL-PERP", "-1");
    lastMinute = 1000;
    exitsLastMinute = 29;
    fits("1");
    exitsLastMinute = 30;
    refused("1", EXIT_PACE);
    exit = true;
    refused("1", EXIT_PACE);
    flattening = true;
    fits("1");
    hold("SOL-PERP", "1");
    exit = false;
    flattening = false;
    lastMinute = 0;
    fits("1");
  }

  @Test
  void anExitNeedsNoMoreThanItsOwnFee() {
    hold("SOL-PERP", "-1");
    feeLamports = 5000;
    fits("1");
    feeLamports = 4999;
    refused("1", FEE_NOT_PAYABLE);
  }

  @Test
  void theOpeningPartOfAFlipWaitsForAFlatAccount() {
    part = Intent.Part.OPENING;
    fits("1");
    hold("SOL-PERP", "0.009");
    assertThat(fits("1")).as("less than a step is nothing").isNotNull();
    hold("SOL-PERP", "0.01");
    refused("1", POSITION_NOT_FLAT);
    hold("SOL-PERP", "-1");
    refused("1", POSITION_NOT_FLAT);
    refused("0.5", POSITION_NOT_FLAT);
    positions.clear();
    unfinished.add(new Unfinished("BTC-PERP", usd("0.01"), true, false));
    fits("1");
    unfinished.add(new Unfinished("SOL-PERP", usd("-1"), true, false));
    refused("1", POSITION_NOT_FLAT);
  }

  @Test
  void anOrderIsCutToWhereTheStrategyEndsAndNeverRaised() {
    positionBound = usd("2");
    assertThat(takes("5").sizeBase()).isEqualByComparingTo("2");
    assertThat(takes("1").sizeBase()).isEqualByComparingTo("1");
    hold("SOL-PERP", "0.5");
    assertThat(takes("5").sizeBase()).isEqualByComparingTo("1.5");
    unfinished.add(new Unfinished("SOL-PERP", usd("1"), false, false));
    assertThat(takes("5").sizeBase()).as("with what is on its way").isEqualByComparingTo("0.5");
    unfinished.add(new Unfinished("SOL-PERP", usd("-3"), false, false));
    assertThat(takes("5").sizeBase()).as("which may not come").isEqualByComparingTo("0.5");
    hold("SOL-PERP", "1");
    refused("5", POSITION_DIFFERS);
    unfinished.clear();
    hold("SOL-PERP", "3");
    refused("5", POSITION_DIFFERS);
  }

  @Test
  void anOrderNeverCrossesToTheOtherSideOfWhereTheStrategyEnds() {
    side = Side.SELL;
    positionBound = usd("2");
    hold("SOL-PERP", "3");
    assertThat(takes("2.5").sizeBase()).as("a reduction is not cut").isEqualByComparingTo("2.5");
    assertThat(takes("5").sizeBase()).isEqualByComparingTo("3");
    assertThat(fits("5").exit()).isTrue();
    positionBound = BigDecimal.ZERO;
    assertThat(takes("5").sizeBase()).isEqualByComparingTo("3");
    assertThat(takes("5").reduceOnly()).isTrue();
    hold("SOL-PERP", "0");
    refused("5", POSITION_DIFFERS);
    positionBound = usd("-2");
    hold("SOL-PERP", "1");
    assertThat(takes("5").sizeBase()).isEqualByComparingTo("3");
    assertThat(fits("5").exit()).isFalse();
  }

  @Test
  void aCloseTakesTheEntriesAwayAndLeavesStopAndTarget() {
    exit = true;
    whole = true;
    hold("SOL-PERP", "-2");
    resting.add(new RestingOrder("SOL-PERP", 9, Side.SELL, usd("1"), usd("160"), false));
    resting.add(new RestingOrder("SOL-PERP", 7, Side.BUY, usd("1"), usd("140"), false));
    resting.add(new RestingOrder("SOL-PERP", 8, Side.BUY, usd("2"), usd("130"), true));
    resting.add(new RestingOrder("BTC-PERP", 6, Side.BUY, usd("1"), usd("50000"), false));
    assertThat(takes("").cancels()).isEmpty();
    cancelsEntries = true;
    assertThat(takes("").cancels()).containsExactly(7L, 9L);
  }

  @Test
  void aCancelTakesTheOneKindOrTheOther() {
    kind = Intent.Kind.CANCEL;
    refused("1", NOTHING_TO_CANCEL);
    resting.add(new RestingOrder("SOL-PERP", 9, Side.SELL, usd("1"), usd("160"), false));
    resting.add(new RestingOrder("SOL-PERP", 8, Side.BUY, usd("2"), usd("130"), true));
    assertThat(fits("1").action()).isEqualTo(new VenueAction.Cancel("SOL-PERP", List.of(8L)));
    cancelsEntries = true;
    assertThat(fits("1").action()).isEqualTo(new VenueAction.Cancel("SOL-PERP", List.of(9L)));
    resting.removeFirst();
    refused("1", NOTHING_TO_CANCEL);
  }

  @Test
  void anEntryWaitsAfterAnother() {
    lastEntryAt = NOW.minusSeconds(30);
    fits("1");
    cooldown = 30;
    fits("1");
    cooldown = 31;
    refused("1", COOLDOWN);
    hold("SOL-PERP", "-1");
    fits("1");
  }

  @Test
  void entriesOfAPositionAreCountedFromWhereItBegan() {
    mostEntries = 2;
    entryNumber = 5;
    assertThat(fits("1").entryNumber()).as("on a flat account").isEqualTo(1);
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("0.1"), usd("140"), false));
    refused("1", TOO_MANY_ENTRIES);
    entryNumber = 1;
    assertThat(fits("1").entryNumber()).as("which may yet fill").isEqualTo(2);
    resting.clear();
    unfinished.add(new Unfinished("SOL-PERP", usd("0.1"), false, false));
    assertThat(fits("1").entryNumber()).isEqualTo(2);
    unfinished.clear();
    hold("SOL-PERP", "1");
    assertThat(fits("1").entryNumber()).isEqualTo(2);
    entryNumber = 2;
    refused("1", TOO_MANY_ENTRIES);
    side = Side.SELL;
    assertThat(fits("1").entryNumber()).as("an exit is none").isZero();
    assertThat(fits("2").entryNumber()).as("what turns the position begins one").isEqualTo(1);
  }

  @Test
  void anEntryWithAStopOrATargetIsNeverSignedWithoutIt() {
    stopLoss = true;
    refused("1", PROTECTION_UNSUPPORTED);
    stopLoss = false;
    takeProfit = true;
    refused("1", PROTECTION_UNSUPPORTED);
    takeProfit = false;
    requireStop = true;
    refused("1", PROTECTION_MISSING);
    stopLoss = true;
    refused("1", PROTECTION_UNSUPPORTED);
    hold("SOL-PERP", "-1");
    fits("1");
  }

  @Test
  void nothingIsGoodForLongerThanTheAuthorityItWasSignedUnder() {
    entriesFor = 10;
    assertThat(takes("1").goodUntil()).isEqualTo(NOW.plusSeconds(10));
    hold("SOL-PERP", "-1");
    assertThat(takes("1").goodUntil()).as("an exit").isEqualTo(NOW.plusSeconds(60));
    kind = Intent.Kind.LIMIT;
    limitPrice = usd("149");
    assertThat(((VenueAction.Rest) fits("1").action()).goodUntil())
        .isEqualTo(NOW.plusSeconds(3610));
  }

  private VenueAction.TakeNow takes(String size) {
    return (VenueAction.TakeNow) fits(size).action();
  }

  @Test
  void aRestingOrderThatOnlyReducesAddsNoExposure() {
    hold("SOL-PERP", "15");
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("5"), usd("140"), true));
    fits("5");
  }

  @Test
  void slippageIsThePolicysAtMost() {
    slippage = 100;
    fits("1");
    slippage = 101;
    refused("1", SLIPPAGE_TOO_WIDE);
  }

  @Test
  void aLimitBeyondTheOracleIsBoundedToo() {
    kind = Intent.Kind.LIMIT;
    limitPrice = usd("151.5");
    fits("1");
    limitPrice = usd("151.5001");
    refused("1", SLIPPAGE_TOO_WIDE);
    side = Side.SELL;
    limitPrice = usd("148.4999");
    refused("1", SLIPPAGE_TOO_WIDE);
    limitPrice = usd("160");
    fits("1");
  }

  @Test
  void openOrdersAreCounted() {
    kind = Intent.Kind.LIMIT;
    limitPrice = usd("140");
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("0.1"), usd("140"), false));
    resting.add(new RestingOrder("SOL-PERP", 2, Side.BUY, usd("0.1"), usd("140"), false));
    fits("1");
    unfinished.add(new Unfinished("SOL-PERP", usd("0.1"), false, true));
    refused("1", TOO_MANY_OPEN_ORDERS);
  }

  @Test
  void ordersAreCountedPerMinuteAndDay() {
    lastMinute = 9;
    fits("1");
    lastMinute = 10;
    refused("1", TOO_MANY_ORDERS_PER_MINUTE);
    lastMinute = 0;
    today = 100;
    refused("1", TOO_MANY_ORDERS_PER_DAY);
  }

  @Test
  void aFeeBalanceBelowTheMinimumIsRefusedWithNumbers() {
    feeLamports = 49_999_999;
    refused("1", FEE_BALANCE_LOW);
    assertThat(((Verdict.Exceeds) check("1")).refusal().detail())
        .contains("49999999")
        .contains("50000000");
  }

  @Test
  void aStaleOracleIsRefused() {
    oracleAt = NOW.minusSeconds(10);
    fits("1");
    oracleAt = NOW.minusMillis(10_001);
    refused("1", ORACLE_STALE);
    oracleAt = NOW.plusSeconds(10);
    fits("1");
    oracleAt = NOW.plusMillis(10_001);
    refused("1", ORACLE_STALE);
  }

  @Test
  void whatRestsEndsWithItsGrant() {
    kind = Intent.Kind.LIMIT;
    limitPrice = usd("149");
    assertThat(((VenueAction.Rest) fits("1").action()).goodUntil())
        .isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void anUnknownOutcomeLetsOnlyPassWhatReduces() {
    unknown = 1;
    refused("1", OUTCOME_UNKNOWN);
    unfinished.add(new Unfinished("SOL-PERP", usd("2"), false, false));
    hold("SOL-PERP", "-2");
    reduceOnly = true;
    assertThat(fits("1").exit()).isTrue();
    reduceOnly = false;
    refused("1", OUTCOME_UNKNOWN);
    kind = Intent.Kind.CANCEL;
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("0.1"), usd("140"), true));
    fits("1");
  }

  @Test
  void cancellingPassesWhereTradingDoesNot() {
    kind = Intent.Kind.CANCEL;
    level = Level.REDUCE_ONLY;
    lastMinute = 1000;
    allowed = List.of("BTC-PERP");
    feeLamports = 5000;
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("0.1"), usd("140"), true));
    fits("1");
    feeLamports = 4999;
    refused("1", FEE_NOT_PAYABLE);
  }

  @Test
  void exposureNeverExceedsItsLimitWhateverIsPending() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 5000; i++) {
      positions.clear();
      resting.clear();
      unfinished.clear();
      var position = BigDecimal.valueOf(random.nextInt(4001) - 2000, 2);
      hold("SOL-PERP", position.toPlainString());
      var pendingBuys = BigDecimal.ZERO;
      var pendingSells = BigDecimal.ZERO;
      for (int n = random.nextInt(4); n > 0; n--) {
        var base = BigDecimal.valueOf(random.nextInt(601) - 300, 2);
        unfinished.add(new Unfinished("SOL-PERP", base, false, false));
        pendingBuys = pendingBuys.add(base.max(BigDecimal.ZERO));
        pendingSells = pendingSells.add(base.min(BigDecimal.ZERO));
      }
      side = random.nextBoolean() ? Side.BUY : Side.SELL;
      var size = BigDecimal.valueOf(1 + random.nextInt(1200), 2);
      if (check(size.toPlainString()) instanceof Verdict.Fits fits && !fits.exit()) {
        accepted++;
        var buys = pendingBuys.add(fits.signedBase().max(BigDecimal.ZERO));
        var sells = pendingSells.add(fits.signedBase().min(BigDecimal.ZERO));
        var worst = position.add(buys).abs().max(position.add(sells).abs());
        assertThat(worst.multiply(usd("150"))).isLessThanOrEqualTo(usd("3000"));
      }
    }
    assertThat(accepted).isPositive();
  }
}
