package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision itself: a pure function of its request. Every applicable reason is given, in the
 * order of {@link Reason}; whatever cannot be known counts against the order.
 */
public final class Decider {
  static final Duration OLDEST_PRICE = Duration.ofSeconds(10);
  static final Duration OLDEST_ACCOUNT = Duration.ofMinutes(6);

  private final DecisionRequest request;
  private final Alert alert;
  private final Refusals refusals = new Refusals();
  private final Inputs inputs;

  private Decider(DecisionRequest request) {
    this.request = request;
    this.alert = request.alert();
    this.inputs = inputs(request);
  }

  /** Approves the alert's order, or says everything that speaks against it. */
  public static Decision decide(DecisionRequest request) {
    return new Decider(request).decide();
  }

  private Decision decide() {
    StandingRules.check(request, refusals);
    var grant = request.standing().grant();
    var limits = grant == null ? null : grant.limits();
    if (limits != null && !limits.allowedMarkets().contains(alert.market())) {
      refusals.add(
          Reason.MARKET_NOT_ALLOWED,
          "%s is not among %s",
          alert.market(),
          limits.allowedMarkets().stream().sorted().toList());
    }
    return alert.action() == Action.CANCEL ? cancel(limits) : order(limits);
  }

  private Decision cancel(@Nullable Limits limits) {
    if (limits == null || !refusals.isEmpty()) {
      return new Decision.Rejected(refusals.sorted(), inputs);
    }
    var order =
        new Order(
            alert.market(),
            Action.CANCEL,
            alert.type(),
            null,
            null,
            null,
            false,
            limits.maxSlippageBps(),
            alert.alertTime().plus(StandingRules.OLDEST_ALERT));
    return new Decision.Approved(order, null, inputs);
  }

  private Decision order(@Nullable Limits limits) {
    if (limits != null) {
      conduct(limits);
    }
    var sizing =
        Sizing.of(
            alert,
            request.quotes().get(alert.market()),
            request.account() != null,
            inputs.exposure());
    freshness(sizing);
    if (sizing.invalid() != null) {
      refusals.add(Reason.SIZE_INVALID, "%s", sizing.invalid());
    }
    if (limits != null) {
      new RiskRules(limits, inputs, sizing, refusals).check(alert);
    }
    if (request.standing().reduceOnly() && !sizing.reducing() && sizing.nothingToClose() == null) {
      refusals.add(Reason.REDUCE_ONLY_MODE, "only orders that reduce the position pass");
    }
    if (sizing.nothingToClose() != null) {
      refusals.add(Reason.NOTHING_TO_CLOSE, "%s", sizing.nothingToClose());
    }
    if (limits == null || !refusals.isEmpty()) {
      return new Decision.Rejected(refusals.sorted(), inputs);
    }
    return approve(limits, sizing);
  }

  private Decision approve(Limits limits, Sizing sizing) {
    var direction = Objects.requireNonNull(sizing.direction());
    var size = Objects.requireNonNull(sizing.size());
    var order =
        new Order(
            alert.market(),
            alert.action(),
            alert.type(),
            direction,
            size,
            alert.type() == OrderType.LIMIT ? alert.limitPrice() : null,
            sizing.reducing(),
            alert.slippageBps() == null ? limits.maxSlippageBps() : alert.slippageBps(),
            alert.alertTime().plus(StandingRules.OLDEST_ALERT));
    var reservation =
        new Reservation(alert.market(), direction, size, sizing.reducing(), alert.type().mayRest());
    return new Decision.Approved(order, reservation, inputs);
  }

  /** Pace, order type, hours and slippage. */
  private void conduct(Limits limits) {
    var activity = request.activity();
    if (activity.lastMinute() >= limits.maxOrdersPerMinute()) {
      refusals.add(
          Reason.RATE_LIMITED,
          "%d orders in the last minute, the limit is %d",
          activity.lastMinute(),
          limits.maxOrdersPerMinute());
    }
    if (activity.today() >= limits.maxOrdersPerDay()) {
      refusals.add(
          Reason.RATE_LIMITED,
          "%d orders today, the limit is %d",
          activity.today(),
          limits.maxOrdersPerDay());
    }
    if (!limits.allowedOrderTypes().contains(alert.type())) {
      refusals.add(Reason.ORDER_TYPE_NOT_ALLOWED, "%s orders are not allowed", alert.type());
    }
    var hours = limits.tradingHours();
    if (hours != null && !hours.contains(request.now())) {
      refusals.add(Reason.OUTSIDE_HOURS, "%s is outside %s", request.now(), hours.text());
    }
    var slippage = alert.slippageBps();
    if (slippage != null && slippage > limits.maxSlippageBps()) {
      refusals.add(
          Reason.SLIPPAGE_TOO_WIDE,
          "slippage of %d bps, the limit is %d",
          slippage,
          limits.maxSlippageBps());
    }
  }

  private void freshness(Sizing sizing) {
    var needed = new HashSet<String>();
    needed.add(alert.market());
    if (!sizing.reducing()) {
      // What the bot holds elsewhere counts towards leverage, so its price must be known too.
      needed.addAll(Exposure.markets(request.account(), request.reservations()));
    }
    needed.stream().sorted().forEach(this::price);
    var account = request.account();
    if (account == null) {
      refusals.add(Reason.ACCOUNT_STALE, "the venue account was never read");
      return;
    }
    var age = Duration.between(account.observedAt(), request.now());
    if (age.compareTo(OLDEST_ACCOUNT) > 0) {
      refusals.add(
          Reason.ACCOUNT_STALE,
          "the venue account was read %s ago, at most %s is allowed",
          Numbers.seconds(age),
          Numbers.seconds(OLDEST_ACCOUNT));
    }
  }

  private void price(String market) {
    var quote = request.quotes().get(market);
    if (quote == null) {
      refusals.add(Reason.PRICE_UNAVAILABLE, "there is no price of %s", market);
      return;
    }
    var age = Duration.between(quote.observedAt(), request.now()).abs();
    if (age.compareTo(OLDEST_PRICE) > 0) {
      refusals.add(
          Reason.PRICE_STALE,
          "the price of %s is %s off, at most %s is allowed",
          market,
          Numbers.seconds(age),
          Numbers.seconds(OLDEST_PRICE));
    }
  }

  private static Inputs inputs(DecisionRequest request) {
    var alert = request.alert();
    var account = request.account();
    var today = request.now().atOffset(ZoneOffset.UTC).toLocalDate();
    return new Inputs(
        request.now(),
        request.standing().stateVersion(),
        request.standing().grant(),
        request.quotes().get(alert.market()),
        account,
        alert.market(),
        Exposure.of(alert.market(), account, request.reservations()),
        openOrders(request),
        account == null ? null : account.lossOn(today),
        request.activity(),
        otherExposure(request));
  }

  /**
   * An order on its way that may rest when it arrives counts already; one that cannot never does.
   */
  private static int openOrders(DecisionRequest request) {
    var account = request.account();
    int resting = account == null ? 0 : account.openOrders().size();
    return resting + (int) request.reservations().stream().filter(Reservation::mayRest).count();
  }

  private static @Nullable BigDecimal otherExposure(DecisionRequest request) {
    var sum = BigDecimal.ZERO;
    for (var market : Exposure.markets(request.account(), request.reservations())) {
      if (market.equals(request.alert().market())) {
        continue;
      }
      var quote = request.quotes().get(market);
      if (quote == null) {
        return null;
      }
      var exposure = Exposure.of(market, request.account(), request.reservations());
      sum = sum.add(exposure.base().multiply(quote.price()));
    }
    return sum;
  }
}
