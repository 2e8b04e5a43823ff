package io.quantumvault.policy.decision;

import java.time.Duration;

/**
 * Every rule of the stage, asked in groups; which of them binds an exit is the shared table's to
 * say. Rule: the page docs/rules.md.
 */
final class Rules {
  static final Duration OLDEST_ALERT = Duration.ofSeconds(60);
  static final Duration FURTHEST_AHEAD = Duration.ofSeconds(10);
  static final Duration OLDEST_PRICE = Duration.ofSeconds(10);
  static final Duration OLDEST_ACCOUNT = Duration.ofMinutes(6);
  static final int EXITS_PER_MINUTE = 30;

  private Rules() {}

  static void check(Candidate order, Refusals refusals) {
    AuthorityRules.check(order, refusals);
    ReplayRules.check(order, refusals);
    var limits = order.limits();
    if (limits == null) {
      return; // POLICY_UNSIGNED or NOT_ENABLED stands already
    }
    PaceRules.check(order, limits, refusals);
    ConductRules.check(order, limits, refusals);
    ReadingRules.check(order, limits, refusals);
    ProtectionRules.check(order, limits, refusals);
    RiskRules.check(order, limits, refusals);
  }
}
