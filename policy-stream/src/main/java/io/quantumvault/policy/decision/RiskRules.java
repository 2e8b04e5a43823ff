package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** What an order may do to the account. */
final class RiskRules {
  private final Candidate order;
  private final DecisionRequest request;
  private final Limits limits;
  private final Refusals refusals;

  private RiskRules(Candidate order, Limits limits, Refusals refusals) {
    this.order = order;
    this.request = order.request();
    this.limits = limits;
    this.refusals = refusals;
  }

  static void check(Candidate order, Limits limits, Refusals refusals) {
    var rules = new RiskRules(order, limits, refusals);
    rules.size();
    rules.loss();
    rules.openOrders();
  }

  private void size() {
    var asked = order.alert().leverage();
    if (asked != null && asked.compareTo(limits.maxLeverage()) > 0) {
      tooLeveraged(asked, limits.maxLeverage());
    }
    var quote = request.quotes().get(order.alert().market());
    if (quote == null || order.direction() == null || order.size() == null) {
      return;
    }
    var notional = order.size().multiply(quote.price());
    if (notional.compareTo(limits.maxOrderNotionalUsd()) > 0) {
      refusals.add(
          Rule.ORDER_TOO_LARGE,
          "the order is %s, the limit %s",
          Numbers.usd(notional),
          Numbers.usd(limits.maxOrderNotionalUsd()));
    }
    var account = request.account();
    if (account == null) {
      return;
    }
    var exposure =
        order.exposure().withEntry(order.direction(), order.size()).base().multiply(quote.price());
    if (exposure.compareTo(limits.maxPositionNotionalUsd()) > 0) {
      refusals.add(
          Rule.POSITION_TOO_LARGE,
          "with it the exposure could reach %s, the limit is %s",
          Numbers.usd(exposure),
          Numbers.usd(limits.maxPositionNotionalUsd()));
    }
    var elsewhere = elsewhereUsd();
    if (elsewhere != null) {
      leverage(exposure.add(elsewhere), account.equityUsd(), asked);
    }
  }

  /** An alert's own ceiling counts where it is the lower one. */
  private void leverage(BigDecimal exposure, BigDecimal equity, @Nullable BigDecimal asked) {
    var most = asked == null ? limits.maxLeverage() : asked.min(limits.maxLeverage());
    // Multiplied, not divided: exact, and right for an equity of zero or less.
    if (exposure.compareTo(most.multiply(equity)) <= 0) {
      return;
    }
    if (equity.signum() <= 0) {
      refusals.add(Rule.LEVERAGE_TOO_HIGH, "the equity is %s", Numbers.usd(equity));
      return;
    }
    tooLeveraged(exposure.divide(equity, MathContext.DECIMAL32), most);
  }

  private void tooLeveraged(BigDecimal leverage, BigDecimal most) {
    refusals.add(
        Rule.LEVERAGE_TOO_HIGH,
        "leverage %s, the limit is %s",
        Numbers.plain(leverage),
        Numbers.plain(most));
  }

  /** Of all other markets; absent where one of them has no price. */
  private @Nullable BigDecimal elsewhereUsd() {
    var sum = BigDecimal.ZERO;
    for (var market : Exposure.markets(request.account(), request.reservations())) {
      if (market.equals(order.alert().market())) {
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

  private void loss() {
    var loss = order.dayLossUsd();
    if (loss != null && loss.compareTo(limits.dailyLossLimitUsd()) >= 0) {
      refusals.add(
          Rule.DAILY_LOSS_REACHED,
          "the day's loss is %s, the limit %s; exits pass, also the closing half of a turn",
          Numbers.usd(loss),
          Numbers.usd(limits.dailyLossLimitUsd()));
    }
  }

  /** An order on its way that may rest counts already; one that cannot never does. */
  private void openOrders() {
    if (!order.alert().type().mayRest()) {
      return;
    }
    var account = request.account();
    long resting = account == null ? 0 : account.openOrders().size();
    long open = resting + request.reservations().stream().filter(Reservation::mayRest).count();
    if (open + 1 > limits.maxOpenOrders()) {
      refusals.add(
          Rule.TOO_MANY_OPEN_ORDERS,
          "%d orders are open or on their way, the limit is %d",
          open,
          limits.maxOpenOrders());
    }
  }
}
