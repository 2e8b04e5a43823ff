package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Stop and target of an entry. They are placed with it or it is not placed. */
final class ProtectionRules {
  private static final BigDecimal BPS = BigDecimal.valueOf(10_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private ProtectionRules() {}

  static void check(Candidate order, Limits limits, Refusals refusals) {
    var alert = order.alert();
    var quote = order.request().quotes().get(alert.market());
    var direction = order.direction();
    if (limits.maxStopDistanceBps() != null && alert.stopLoss() == null) {
      refusals.add(Rule.PROTECTION_MISSING, "the policy wants a stopLoss with every entry");
    }
    if (quote != null && direction != null) {
      stop(alert.stopLoss(), direction, quote.price(), limits, refusals);
      target(alert.takeProfit(), direction, quote.price(), refusals);
    }
    if (alert.stopLoss() != null || alert.takeProfit() != null) {
      // No venue adapter places them yet; an entry without what it came with is another order.
      refusals.add(
          Rule.PROTECTION_UNSUPPORTED, "this venue does not take stopLoss and takeProfit yet");
    }
  }

  private static void stop(
      @Nullable Trigger stop,
      Direction direction,
      BigDecimal price,
      Limits limits,
      Refusals refusals) {
    if (stop == null) {
      return;
    }
    var distance = distance(stop, direction.opposite(), price);
    if (distance.signum() <= 0) {
      refusals.add(Rule.PROTECTION_MISSING, "the stopLoss is on the wrong side of the price");
    } else if (limits.maxStopDistanceBps() != null
        && distance
                .multiply(BPS)
                .compareTo(price.multiply(BigDecimal.valueOf(limits.maxStopDistanceBps())))
            > 0) {
      refusals.add(
          Rule.PROTECTION_MISSING,
          "the stopLoss is %s from the price, the limit is %d basis points",
          Numbers.usd(distance),
          limits.maxStopDistanceBps());
    }
  }

  private static void target(
      @Nullable Trigger target, Direction direction, BigDecimal price, Refusals refusals) {
    if (target != null && distance(target, direction, price).signum() <= 0) {
      refusals.add(Rule.PROTECTION_MISSING, "the takeProfit is on the wrong side of the price");
    }
  }

  /** How far the trigger lies from the price this way; negative on the other side. */
  private static BigDecimal distance(Trigger trigger, Direction way, BigDecimal price) {
    return switch (trigger) {
      case Trigger.At(var at) -> way.signed(at.subtract(price));
      case Trigger.Away(var percent) -> price.multiply(percent).divide(HUNDRED);
    };
  }
}
