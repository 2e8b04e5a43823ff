package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.time.Duration;

/** Whether the alert is new and of now. */
final class ReplayRules {
  private ReplayRules() {}

  static void check(Candidate order, Refusals refusals) {
    var seen = order.request().seen();
    if (seen.nonce()) {
      refusals.add(Rule.DUPLICATE_ID, "a message with this webhook-id was already decided");
    }
    if (seen.content()) {
      refusals.add(Rule.DUPLICATE_CONTENT, "the very same alert was already decided");
    }
    var age = Duration.between(order.alert().alertTime(), order.request().now());
    if (age.compareTo(Rules.OLDEST_ALERT) > 0) {
      refusals.add(
          Rule.STALE,
          "the alert is %s old, at most %s is allowed",
          Numbers.seconds(age),
          Numbers.seconds(Rules.OLDEST_ALERT));
    } else if (seen.beyondMemory()) {
      refusals.add(Rule.STALE, "the alert is as old as alerts already forgotten");
    } else if (seen.overtaken() && !order.exit() && order.followsStrategy()) {
      refusals.add(Rule.STALE, "a later alert on what the strategy holds was followed already");
    }
    if (age.negated().compareTo(Rules.FURTHEST_AHEAD) > 0) {
      refusals.add(
          Rule.FROM_FUTURE,
          "the alert is %s ahead, at most %s is allowed",
          Numbers.seconds(age.negated()),
          Numbers.seconds(Rules.FURTHEST_AHEAD));
    }
  }
}
