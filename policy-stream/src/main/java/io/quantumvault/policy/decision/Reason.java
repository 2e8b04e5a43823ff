package io.quantumvault.policy.decision;

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
  SIZE_INVALID,
  ORDER_TOO_LARGE,
  POSITION_TOO_LARGE,
  LEVERAGE_TOO_HIGH,
  DAILY_LOSS_REACHED,
  TOO_MANY_OPEN_ORDERS,
  REDUCE_ONLY_MODE,
  NOTHING_TO_CLOSE
}
