package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an order may do to the account. A reducing order passes the notional, leverage and loss
 * rules: it must always be possible to get out.
 */
final class RiskRules {
  private final Limits limits;
  private final Inputs inputs;
  private final Sizing sizing;
  private final Refusals refusals;

  RiskRules(Limits limits, Inputs inputs, Sizing sizing, Refusals refusals) {
    this.limits = limits;
    this.inputs = inputs;
    this.sizing = sizing;
    this.refusals = refusals;
  }

  void check(Alert alert) {
    var asked = alert.leverage();
    if (asked != null && asked.compareTo(limits.maxLeverage()) > 0) {
      tooLeveraged(asked);
    }
    if (!sizing.reducing() && sizing.direction() != null && sizing.size() != null) {
      increasing(sizing.direction(), sizing.size(), asked);
    }
    var loss = inputs.dayLossUsd();
    if (!sizing.reducing() && loss != null && loss.compareTo(limits.dailyLossLimitUsd()) >= 0) {
      refusals.add(
          Reason.DAILY_LOSS_REACHED,
          "the day's loss is %s, the limit %s",
          Numbers.usd(loss),
          Numbers.usd(limits.dailyLossLimitUsd()));
    }
    if (alert.type().mayRest() && inputs.openOrders() + 1 > limits.maxOpenOrders()) {
      refusals.add(
          Reason.TOO_MANY_OPEN_ORDERS,
          "%d orders are open or on their way, the limit is %d",
          inputs.openOrders(),
          limits.maxOpenOrders());
    }
  }

  private void increasing(Direction direction, BigDecimal size, @Nullable BigDecimal asked) {
    var quote = inputs.quote();
    if (quote == null) {
      return;
    }
    var order = size.multiply(quote.price());
    if (order.compareTo(limits.maxOrderNotionalUsd()) > 0) {
      refusals.add(
          Reason.ORDER_TOO_LARGE,
          "the order is %s, the limit %s",
          Numbers.usd(order),
          Numbers.usd(limits.maxOrderNotionalUsd()));
    }
    if (inputs.account() == null) {
      return;
    }
    var exposure = inputs.exposure().with(direction, size).base().multiply(quote.price());
    if (exposure.compareTo(limits.maxPositionNotionalUsd()) > 0) {
      refusals.add(
          Reason.POSITION_TOO_LARGE,
          "with it the exposure could reach %s, the limit is %s",
          Numbers.usd(exposure),
          Numbers.usd(limits.maxPositionNotionalUsd()));
    }
    if (inputs.otherExposureUsd() != null
        && (asked == null || asked.compareTo(limits.maxLeverage()) <= 0)) {
      leverage(exposure.add(inputs.otherExposureUsd()));
    }
  }

  private void leverage(BigDecimal exposure) {
    var equity = Objects.requireNonNull(inputs.account()).equityUsd();
    // Multiplied, not divided: exact, and right for an equity of zero or less.
    if (exposure.compareTo(limits.maxLeverage().multiply(equity)) <= 0) {
      return;
    }
    if (equity.signum() <= 0) {
      refusals.add(Reason.LEVERAGE_TOO_HIGH, "the equity is %s", Numbers.usd(equity));
      return;
    }
    tooLeveraged(exposure.divide(equity, MathContext.DECIMAL32));
  }

  private void tooLeveraged(BigDecimal leverage) {
    refusals.add(
        Reason.LEVERAGE_TOO_HIGH,
        "leverage %s, the limit is %s",
        Numbers.plain(leverage),
        Numbers.plain(limits.maxLeverage()));
  }
}
