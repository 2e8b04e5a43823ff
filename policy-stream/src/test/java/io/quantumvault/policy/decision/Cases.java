package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.TradingHours;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request that is approved, and ways to change one thing about it. */
public final class Cases {
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  public static final String SOL = "SOL-PERP";

  private Cases() {}

  public static BigDecimal n(String number) {
    return new BigDecimal(number);
  }

  public static Limits limits() {
    return new Limits(
        Set.of(SOL, "BTC-PERP"),
        Set.of(OrderType.MARKET, OrderType.LIMIT),
        n("1000"),
        n("500"),
        n("5"),
        50,
        n("200"),
        10,
        100,
        8,
        null);
  }

  public static Limits hours(Limits l, TradingHours hours) {
    return new Limits(
        l.allowedMarkets(),
        l.allowedOrderTypes(),
        l.maxPositionNotionalUsd(),
        l.maxOrderNotionalUsd(),
        l.maxLeverage(),
        l.maxSlippageBps(),
        l.dailyLossLimitUsd(),
        l.maxOrdersPerMinute(),
        l.maxOrdersPerDay(),
        l.maxOpenOrders(),
        hours);
  }

  public static GrantTerms grant(@Nullable Limits limits) {
    return new GrantTerms(
        new UUID(7, 7),
        NOW.minusSeconds(600),
        NOW.plusSeconds(600),
        false,
        3,
        "ab".repeat(32),
        limits,
        true);
  }

  public static Standing standing(@Nullable GrantTerms grant) {
    return new Standing(true, false, false, false, 9, grant);
  }

  /** Equity 1000, opened the day with 1000. */
  public static Account account(Map<String, BigDecimal> positions, List<OpenOrder> orders) {
    return new Account(
        500,
        NOW.minusSeconds(30),
        n("1000"),
        positions,
        orders,
        LocalDate.parse("2026-11-20"),
        n("1000"),
        n("0"));
  }

  public static Account holding(String base) {
    return account(Map.of(SOL, n(base)), List.of());
  }

  public static Account equity(Account a, String equity) {
    return new Account(
        a.slot(),
        a.observedAt(),
        n(equity),
        a.positions(),
        a.openOrders(),
        a.day(),
        a.openingEquityUsd(),
        a.netDepositsUsd());
  }

  public static Alert alert(Action action, @Nullable String size) {
    return new Alert(
        new UUID(1, 1),
        new UUID(2, 2),
        SOL,
        action,
        OrderType.MARKET,
        size == null ? null : n(size),
        null,
        null,
        false,
        null,
        null,
        NOW.minusSeconds(1));
  }

  public static Quote quote(String price) {
    return new Quote(n(price), 400, NOW.minusSeconds(2));
  }

  /** Buys 1 SOL at 100 US dollars with nothing held. */
  public static DecisionRequest approvable() {
    return new DecisionRequest(
        NOW,
        alert(Action.BUY, "1"),
        standing(grant(limits())),
        SeenBefore.NEVER,
        new Activity(0, 0),
        Map.of(SOL, quote("100")),
        account(Map.of(), List.of()),
        List.of());
  }

  public static DecisionRequest with(DecisionRequest r, Alert alert) {
    return new DecisionRequest(
        r.now(),
        alert,
        r.standing(),
        r.seen(),
        r.activity(),
        r.quotes(),
        r.account(),
        r.reservations());
  }

  public static DecisionRequest with(DecisionRequest r, Standing standing) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        standing,
        r.seen(),
        r.activity(),
        r.quotes(),
        r.account(),
        r.reservations());
  }

  public static DecisionRequest with(DecisionRequest r, SeenBefore seen) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        r.standing(),
        seen,
        r.activity(),
        r.quotes(),
        r.account(),
        r.reservations());
  }

  public static DecisionRequest with(DecisionRequest r, Activity activity) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        r.standing(),
        r.seen(),
        activity,
        r.quotes(),
        r.account(),
        r.reservations());
  }

  public static DecisionRequest with(DecisionRequest r, Map<String, Quote> quotes) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        r.standing(),
        r.seen(),
        r.activity(),
        quotes,
        r.account(),
        r.reservations());
  }

  public static DecisionRequest with(DecisionRequest r, @Nullable Account account) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        r.standing(),
        r.seen(),
        r.activity(),
        r.quotes(),
        account,
        r.reservations());
  }

  public static DecisionRequest reserved(DecisionRequest r, Reservation... reservations) {
    return new DecisionRequest(
        r.now(),
        r.alert(),
        r.standing(),
        r.seen(),
        r.activity(),
        r.quotes(),
        r.account(),
        List.of(reservations));
  }

  public static DecisionRequest at(DecisionRequest r, Instant now) {
    return new DecisionRequest(
        now,
        r.alert(),
        r.standing(),
        r.seen(),
        r.activity(),
        r.quotes(),
        r.account(),
        r.reservations());
  }

  public static Alert change(Alert a, UnaryOperator<AlertDraft> change) {
    return change.apply(new AlertDraft(a)).alert();
  }

  /** An alert under change. */
  public static final class AlertDraft {
    private Alert a;

    AlertDraft(Alert alert) {
      this.a = alert;
    }

    public AlertDraft market(String market) {
      a =
          copy(
              market,
              a.type(),
              a.sizeUsd(),
              a.limitPrice(),
              a.reduceOnly(),
              a.leverage(),
              a.slippageBps(),
              a.alertTime());
      return this;
    }

    public AlertDraft limit(@Nullable String price) {
      a =
          copy(
              a.market(),
              OrderType.LIMIT,
              a.sizeUsd(),
              price == null ? null : n(price),
              a.reduceOnly(),
              a.leverage(),
              a.slippageBps(),
              a.alertTime());
      return this;
    }

    public AlertDraft usd(String usd) {
      a =
          copy(
              a.market(),
              a.type(),
              n(usd),
              a.limitPrice(),
              a.reduceOnly(),
              a.leverage(),
              a.slippageBps(),
              a.alertTime());
      return this;
    }

    public AlertDraft reduceOnly() {
      a =
          copy(
              a.market(),
              a.type(),
              a.sizeUsd(),
              a.limitPrice(),
              true,
              a.leverage(),
              a.slippageBps(),
              a.alertTime());
      return this;
    }

    public AlertDraft leverage(String leverage) {
      a =
          copy(
              a.market(),
              a.type(),
              a.sizeUsd(),
              a.limitPrice(),
              a.reduceOnly(),
              n(leverage),
              a.slippageBps(),
              a.alertTime());
      return this;
    }

    public AlertDraft slippage(int bps) {
      a =
          copy(
              a.market(),
              a.type(),
              a.sizeUsd(),
              a.limitPrice(),
              a.reduceOnly(),
              a.leverage(),
              bps,
              a.alertTime());
      return this;
    }

    public AlertDraft time(Instant time) {
      a =
          copy(
              a.market(),
              a.type(),
              a.sizeUsd(),
              a.limitPrice(),
              a.reduceOnly(),
              a.leverage(),
              a.slippageBps(),
              time);
      return this;
    }

    Alert alert() {
      return a;
    }

    private Alert copy(
        String market,
        OrderType type,
        @Nullable BigDecimal usd,
        @Nullable BigDecimal price,
        boolean reduceOnly,
        @Nullable BigDecimal leverage,
        @Nullable Integer bps,
        Instant time) {
      return new Alert(
          a.signalId(),
          a.botId(),
          market,
          a.action(),
          type,
          a.sizeBase(),
          usd,
          price,
          reduceOnly,
          leverage,
          bps,
          time);
    }
  }
}
