package io.quantumvault.signer.claim;

/** Why an intent is not signed. Names are part of the contract with readers of executions-v1. */
public enum RefusalReason {
  MALFORMED_INTENT,
  DEADLINE_PASSED,
  BUSY,
  INTERNAL,
  UNKNOWN_BOT,
  SIGNING_MODE_NOT_SUPPORTED,
  GLOBAL_FREEZE,
  FROZEN,
  REDUCE_ONLY,
  GRANT_MISSING,
  GRANT_EXPIRED,
  GRANT_CHANGED,
  POLICY_CHANGED,
  /** The database's state is older than what the marks once saw; nothing live contradicts them. */
  STATE_BEHIND,
  /** Ledger and marks contradict each other; people must reconcile them. */
  LEDGER_BEHIND,
  /** Rows say live or unstopped what the marks say ended or stopped. */
  ROLLED_BACK(true),
  OWNER_CHANGED(true),
  GRANT_TEXT_MISMATCH(true),
  OWNER_SIGNATURE_INVALID(true),
  POLICY_MAC_INVALID(true),
  ORIGIN_NOT_CONFIGURED,
  CLUSTER_DIFFERS,
  POLICY_UNREADABLE,
  VENUE_NOT_SUPPORTED,
  VENUE_UNREADABLE,
  CHAIN_UNAVAILABLE,
  LEDGER_UNAVAILABLE,
  MARKET_NOT_ALLOWED,
  ORDER_TYPE_NOT_ALLOWED,
  OUTSIDE_HOURS,
  ORACLE_STALE,
  SLIPPAGE_TOO_WIDE,
  SIZE_BELOW_MINIMUM,
  ORDER_TOO_LARGE,
  POSITION_TOO_LARGE,
  LEVERAGE_TOO_HIGH,
  DAILY_LOSS_REACHED,
  TOO_MANY_OPEN_ORDERS,
  TOO_MANY_ORDERS_PER_MINUTE,
  TOO_MANY_ORDERS_PER_DAY,
  NOTHING_TO_REDUCE,
  OUTCOME_UNKNOWN,
  FEE_BALANCE_LOW,
  MESSAGE_UNFIT,
  KEY_UNAVAILABLE,
  SIGNATURE_UNFIT;

  private final boolean freezes;

  RefusalReason() {
    this(false);
  }

  RefusalReason(boolean freezes) {
    this.freezes = freezes;
  }

  /**
   * Whether it can only come from tampering, so that the wallet is frozen and people look. Said
   * only of rows that were read under the locks: between two commits anything may look so.
   */
  public boolean freezes() {
    return freezes;
  }
}
