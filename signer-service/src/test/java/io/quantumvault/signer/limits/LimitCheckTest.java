package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.*;
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
  private Instant oracleAt = NOW;
  private int lastMinute;
  private int today;
  private int unknown;
  private Level level = Level.NONE;
  private boolean flattening;
  private @Nullable TradingHours hours;
  private List<OrderKind> kinds = List.of(OrderKind.MARKET, OrderKind.LIMIT);
  private Intent.Kind kind = Intent.Kind.MARKET;
  private Side side = Side.BUY;
  private @Nullable BigDecimal limitPrice;
  private List<String> allowed = List.of("SOL-PERP");
  private String market = "SOL-PERP";
  private boolean reduceOnly;
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
        false,
        null,
        null,
        null,
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
            new BigDecimal(size),
            limitPrice,
            reduceOnly,
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
            new LedgerView(0, 0, lastMinute, today, unknown, unfinished),
            new DayOpening(LocalDate.of(2026, 1, 7), opening, BigDecimal.ZERO, BigDecimal.ZERO),
            level,
            flattening,
            Duration.ofSeconds(10),
            NOW.plusSeconds(3600),
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
    refused("1", MARKET_NOT_ALLOWED);
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
    flattening = true;
    fits("1");
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
    assertThat(fits("2").reducing()).isTrue();
    refused("2.01", DAILY_LOSS_REACHED);
  }

  @Test
  void reduceOnlyLevelHoldsBackWhatOpens() {
    level = Level.REDUCE_ONLY;
    refused("1", REDUCE_ONLY);
    hold("SOL-PERP", "-1");
    var fits = fits("1");
    assertThat(fits.reducing()).isTrue();
    assertThat(((VenueAction.TakeNow) fits.action()).reduceOnly()).isTrue();
  }

  @Test
  void aReduceOnlyIntentWithNothingToReduceIsRefused() {
    reduceOnly = true;
    refused("1", NOTHING_TO_REDUCE);
    hold("SOL-PERP", "1");
    refused("1", NOTHING_TO_REDUCE);
    hold("SOL-PERP", "-1");
    fits("1");
  }

  @Test
  void pendingReductionsAreNotReducedTwice() {
    hold("SOL-PERP", "-2");
    unfinished.add(new Unfinished("SOL-PERP", usd("2"), true, false));
    level = Level.REDUCE_ONLY;
    refused("1", REDUCE_ONLY);
  }

  @Test
  void whatRestsAgainstThePositionIsNotReducedTwice() {
    hold("SOL-PERP", "-2");
    level = Level.REDUCE_ONLY;
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("1.5"), usd("140"), true));
    fits("0.5");
    refused("0.51", REDUCE_ONLY);
  }

  @Test
  void aRestingOrderThatOnlyReducesAddsNoExposure() {
    hold("SOL-PERP", "15");
    resting.add(new RestingOrder("SOL-PERP", 1, Side.BUY, usd("5"), usd("140"), true));
    fits("5");
  }

  @Test
  void flatteningIsNotHeldUpByPaceOrOrderType() {
    lastMinute = 10;
    today = 100;
    kinds = List.of(OrderKind.LIMIT);
    flattening = true;
    hold("SOL-PERP", "-1");
    assertThat(fits("1").reducing()).isTrue();
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
    hold("SOL-PERP", "-2");
    reduceOnly = true;
    assertThat(fits("1").reducing()).isTrue();
    reduceOnly = false;
    refused("1", OUTCOME_UNKNOWN);
    kind = Intent.Kind.CANCEL;
    fits("1");
  }

  @Test
  void cancellingPassesWhereTradingDoesNot() {
    kind = Intent.Kind.CANCEL;
    level = Level.REDUCE_ONLY;
    lastMinute = 1000;
    assertThat(fits("1").action()).isEqualTo(new VenueAction.CancelAll("SOL-PERP"));
    feeLamports = 49_999_999;
    refused("1", FEE_BALANCE_LOW);
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
      if (check(size.toPlainString()) instanceof Verdict.Fits fits && !fits.reducing()) {
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
