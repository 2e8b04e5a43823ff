package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;

/**
 * Why an alert is refused, declared in the order in which refusals are always listed. The names are
 * those of the event contract without its prefix.
 */
public enum Reason {
  UNKNOWN_BOT,
  GLOBAL_FREEZE,
  FROZEN,
  NOT_ENABLED,
  GRANT_EXPIRED,
  POLICY_UNSIGNED,
  DUPLICATE_ID,
  DUPLICATE_CONTENT,
  STALE,
  FROM_FUTURE,
  RATE_LIMITED,
  MARKET_NOT_ALLOWED,
  ORDER_TYPE_NOT_ALLOWED,
  OUTSIDE_HOURS,
  PRICE_UNAVAILABLE,
  PRICE_STALE,
  ACCOUNT_STALE,
  SLIPPAGE_TOO_WIDE,
  PROTECTION_MISSING,
  SIZE_INVALID,
  ORDER_TOO_LARGE,
  POSITION_TOO_LARGE,
  LEVERAGE_TOO_HIGH,
  DAILY_LOSS_REACHED,
  TOO_MANY_OPEN_ORDERS,
  REDUCE_ONLY_MODE,
  POSITION_DIFFERS,
  NOTHING_TO_CLOSE,
  COOLDOWN,
  TOO_MANY_ENTRIES,
  FEE_BALANCE_LOW,
  PROTECTION_UNSUPPORTED,
  ALREADY_THERE;

  /** Whether it speaks of who may ask and of when, and not of what is asked for. */
  boolean isOfSender() {
    return compareTo(FROM_FUTURE) <= 0;
  }

  /** The reason that a rule of the shared table gives. */
  static Reason of(Rule rule) {
    return rule == Rule.EXIT_PACE ? RATE_LIMITED : valueOf(rule.name());
  }
}
