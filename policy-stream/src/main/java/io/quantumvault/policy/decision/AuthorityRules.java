package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;

/** Who may trade at all. */
final class AuthorityRules {
  private AuthorityRules() {}

  static void check(Candidate order, Refusals refusals) {
    var standing = order.request().standing();
    if (!standing.known()) {
      refusals.add(
          Rule.UNKNOWN_BOT,
          "bot %s is not in state version %d of its wallet",
          order.alert().botId(),
          standing.stateVersion());
    }
    if (standing.globallyFrozen()) {
      refusals.add(Rule.GLOBAL_FREEZE, "all execution is frozen");
    }
    if (standing.frozen()) {
      refusals.add(Rule.FROZEN, "the bot is frozen");
    }
    var grant = standing.grant();
    if (grant == null) {
      refusals.add(Rule.NOT_ENABLED, "no grant is in force");
      return;
    }
    grant(order, grant, refusals);
    if (standing.reduceOnly()) {
      refusals.add(Rule.REDUCE_ONLY_MODE, "only orders that reduce the position pass");
    }
  }

  private static void grant(Candidate order, GrantTerms grant, Refusals refusals) {
    var now = order.request().now();
    if (grant.ended()) {
      refusals.add(Rule.NOT_ENABLED, "grant %s was ended", grant.grantId());
    } else if (now.isBefore(grant.startsAt())) {
      refusals.add(Rule.NOT_ENABLED, "the grant starts at %s", grant.startsAt());
    }
    var ends = order.exit() ? grant.exitsEndAt() : grant.expiresAt();
    if (!now.isBefore(ends)) {
      refusals.add(Rule.GRANT_EXPIRED, "the grant ended at %s", ends);
    }
    if (!grant.ownerSigned() || grant.limits() == null) {
      refusals.add(
          Rule.POLICY_UNSIGNED,
          "policy version %d is not what the owner signed",
          grant.policyVersion());
    }
  }
}
