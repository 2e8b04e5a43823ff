package io.quantumvault.policy.decision;

import io.quantumvault.schemas.policy.PolicyDocument.PositionMode;
import io.quantumvault.schemas.rules.Rule;

/** Where, when and in which way. */
final class ConductRules {
  private ConductRules() {}

  static void check(Candidate order, Limits limits, Refusals refusals) {
    var alert = order.alert();
    if (!limits.allowedMarkets().contains(alert.market())) {
      refusals.add(
          Rule.MARKET_NOT_ALLOWED,
          "%s is not among %s",
          alert.market(),
          limits.allowedMarkets().stream().sorted().toList());
    }
    if (!limits.allowedOrderTypes().contains(alert.type())) {
      refusals.add(Rule.ORDER_TYPE_NOT_ALLOWED, "%s orders are not allowed", alert.type());
    }
    var hours = limits.tradingHours();
    if (hours != null && !hours.contains(order.request().now())) {
      refusals.add(Rule.OUTSIDE_HOURS, "%s is outside %s", order.request().now(), hours.text());
    }
    var slippage = alert.slippageBps();
    if (slippage != null && slippage > limits.maxSlippageBps()) {
      refusals.add(
          Rule.SLIPPAGE_TOO_WIDE,
          "slippage of %d bps, the limit is %d",
          slippage,
          limits.maxSlippageBps());
    }
    if (needsPositionAfter(order, limits)) {
      refusals.add(Rule.POSITION_DIFFERS, "this bot's policy wants positionAfter in every alert");
    }
  }

  private static boolean needsPositionAfter(Candidate order, Limits limits) {
    return limits.positionMode() == PositionMode.SYNC && order.alert().positionAfter() == null;
  }
}
