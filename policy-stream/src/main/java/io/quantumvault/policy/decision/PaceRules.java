package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.time.Duration;

/** How often: exits have a pace of their own, so that entries never use it up. */
final class PaceRules {
  private PaceRules() {}

  static void check(Candidate order, Limits limits, Refusals refusals) {
    if (order.alert().action() == Action.CANCEL) {
      return; // no order
    }
    var activity = order.request().activity();
    if (activity.entriesLastMinute() >= limits.maxOrdersPerMinute()) {
      refusals.add(
          Rule.RATE_LIMITED,
          "%d orders in the last minute, the limit is %d",
          activity.entriesLastMinute(),
          limits.maxOrdersPerMinute());
    }
    if (activity.entriesToday() >= limits.maxOrdersPerDay()) {
      refusals.add(
          Rule.RATE_LIMITED,
          "%d orders today, the limit is %d",
          activity.entriesToday(),
          limits.maxOrdersPerDay());
    }
    if (activity.exitsLastMinute() >= Rules.EXITS_PER_MINUTE) {
      refusals.add(
          Rule.EXIT_PACE,
          "%d exits in the last minute, the limit is %d",
          activity.exitsLastMinute(),
          Rules.EXITS_PER_MINUTE);
    }
    entries(order, limits, refusals);
  }

  private static void entries(Candidate order, Limits limits, Refusals refusals) {
    var entries = order.entries();
    var cooldown = limits.cooldown();
    if (cooldown != null && entries.lastAt() != null) {
      var since = Duration.between(entries.lastAt(), order.request().now());
      if (since.compareTo(cooldown) < 0) {
        refusals.add(
            Rule.COOLDOWN,
            "the last entry was %s ago, %s are to lie between two",
            Numbers.seconds(since),
            Numbers.seconds(cooldown));
      }
    }
    var most = limits.maxEntriesPerPosition();
    if (most != null && entries.count() >= most) {
      refusals.add(
          Rule.TOO_MANY_ENTRIES,
          "%d entries built this position, the limit is %d",
          entries.count(),
          most);
    }
  }
}
