package io.quantumvault.policy.decision;

import java.time.Duration;

/** Who may trade at all, and whether the alert is new: the rules that also bind a cancel. */
final class StandingRules {
  static final Duration OLDEST_ALERT = Duration.ofSeconds(60);
  static final Duration FURTHEST_AHEAD = Duration.ofSeconds(10);

  private StandingRules() {}

  static void check(DecisionRequest request, Refusals refusals) {
    authority(request, refusals);
    replay(request, refusals);
  }

  private static void authority(DecisionRequest request, Refusals refusals) {
    var standing = request.standing();
    if (!standing.known()) {
      refusals.add(
          Reason.UNKNOWN_BOT,
          "bot %s is not in state version %d of its wallet",
          request.alert().botId(),
          standing.stateVersion());
    }
    if (standing.globallyFrozen()) {
      refusals.add(Reason.GLOBAL_FREEZE, "all execution is frozen");
    }
    if (standing.frozen()) {
      refusals.add(Reason.FROZEN, "the bot is frozen");
    }
    var grant = standing.grant();
    if (grant == null) {
      refusals.add(Reason.NOT_ENABLED, "no grant is in force");
      return;
    }
    if (grant.ended()) {
      refusals.add(Reason.NOT_ENABLED, "grant %s was ended", grant.grantId());
    } else if (request.now().isBefore(grant.startsAt())) {
      refusals.add(Reason.NOT_ENABLED, "the grant starts at %s", grant.startsAt());
    }
    if (!request.now().isBefore(grant.expiresAt())) {
      refusals.add(Reason.GRANT_EXPIRED, "the grant ended at %s", grant.expiresAt());
    }
    if (!grant.ownerSigned() || grant.limits() == null) {
      refusals.add(
          Reason.POLICY_UNSIGNED,
          "policy version %d is not what the owner signed",
          grant.policyVersion());
    }
  }

  private static void replay(DecisionRequest request, Refusals refusals) {
    if (request.seen().alertId()) {
      refusals.add(Reason.DUPLICATE_ID, "an alert with this id was already decided");
    }
    if (request.seen().content()) {
      refusals.add(Reason.DUPLICATE_CONTENT, "the same alert was decided within 120 s");
    }
    var age = Duration.between(request.alert().alertTime(), request.now());
    if (age.compareTo(OLDEST_ALERT) > 0) {
      refusals.add(
          Reason.STALE,
          "the alert is %s old, at most %s is allowed",
          Numbers.seconds(age),
          Numbers.seconds(OLDEST_ALERT));
    } else if (request.seen().beyondMemory()) {
      refusals.add(Reason.STALE, "the alert is as old as alerts already forgotten");
    }
    if (age.negated().compareTo(FURTHEST_AHEAD) > 0) {
      refusals.add(
          Reason.FROM_FUTURE,
          "the alert is %s ahead, at most %s is allowed",
          Numbers.seconds(age.negated()),
          Numbers.seconds(FURTHEST_AHEAD));
    }
  }
}
