package io.quantumvault.signer.claim;

import io.quantumvault.schemas.rules.Rule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an intent is not signed. Names are part of the contract with readers of executions-v1. A
 * reason that is a rule's binds where the shared table says so; any other binds everything.
 */
public enum RefusalReason {
  MALFORMED_INTENT,
  DEADLINE_PASSED(Rule.STALE),
  BUSY,
  INTERNAL,
  UNKNOWN_BOT(Rule.UNKNOWN_BOT),
  SIGNING_MODE_NOT_SUPPORTED,
  GLOBAL_FREEZE(Rule.GLOBAL_FREEZE),
  FROZEN(Rule.FROZEN),
  REDUCE_ONLY(Rule.REDUCE_ONLY_MODE),
  GRANT_MISSING(Rule.NOT_ENABLED),
  GRANT_EXPIRED(Rule.GRANT_EXPIRED),
  GRANT_CHANGED(Rule.NOT_ENABLED),
  POLICY_CHANGED,
  /** The database's state is older than what the marks once saw; nothing live contradicts them. */
  STATE_BEHIND,
  /** Ledger and marks contradict each other; people must reconcile them. */
  LEDGER_BEHIND,
  /** Rows say live or unstopped what the marks say ended or stopped. */
  ROLLED_BACK(null, true),
  OWNER_CHANGED(null, true),
  GRANT_TEXT_MISMATCH(Rule.POLICY_UNSIGNED, true),
  OWNER_SIGNATURE_INVALID(Rule.POLICY_UNSIGNED, true),
  POLICY_MAC_INVALID(Rule.POLICY_UNSIGNED, true),
  ORIGIN_NOT_CONFIGURED,
  CLUSTER_DIFFERS,
  POLICY_UNREADABLE(Rule.POLICY_UNSIGNED),
  VENUE_NOT_SUPPORTED,
  VENUE_UNREADABLE,
  CHAIN_UNAVAILABLE,
  LEDGER_UNAVAILABLE,
  MARKET_NOT_ALLOWED(Rule.MARKET_NOT_ALLOWED),
  ORDER_TYPE_NOT_ALLOWED(Rule.ORDER_TYPE_NOT_ALLOWED),
  OUTSIDE_HOURS(Rule.OUTSIDE_HOURS),
  ORACLE_STALE(Rule.PRICE_STALE),
  SLIPPAGE_TOO_WIDE(Rule.SLIPPAGE_TOO_WIDE),
  PROTECTION_MISSING(Rule.PROTECTION_MISSING),
  PROTECTION_UNSUPPORTED(Rule.PROTECTION_UNSUPPORTED),
  SIZE_BELOW_MINIMUM(Rule.SIZE_INVALID),
  ORDER_TOO_LARGE(Rule.ORDER_TOO_LARGE),
  POSITION_TOO_LARGE(Rule.POSITION_TOO_LARGE),
  LEVERAGE_TOO_HIGH(Rule.LEVERAGE_TOO_HIGH),
  DAILY_LOSS_REACHED(Rule.DAILY_LOSS_REACHED),
  TOO_MANY_OPEN_ORDERS(Rule.TOO_MANY_OPEN_ORDERS),
  TOO_MANY_ORDERS_PER_MINUTE(Rule.RATE_LIMITED),
  TOO_MANY_ORDERS_PER_DAY(Rule.RATE_LIMITED),
  EXIT_PACE(Rule.EXIT_PACE),
  COOLDOWN(Rule.COOLDOWN),
  TOO_MANY_ENTRIES(Rule.TOO_MANY_ENTRIES),
  /** The order would take the position beyond where the strategy ends. */
  POSITION_DIFFERS(Rule.POSITION_DIFFERS),
  /** The opening part of a flip whose closing part has not closed. */
  POSITION_NOT_FLAT,
  NOTHING_TO_CLOSE(Rule.NOTHING_TO_CLOSE),
  NOTHING_TO_CANCEL,
  OUTCOME_UNKNOWN(Rule.OUTCOME_UNKNOWN),
  FEE_BALANCE_LOW(Rule.FEE_BALANCE_LOW),
  /** Not even this one transaction's own fee is there. */
  FEE_NOT_PAYABLE,
  MESSAGE_UNFIT,
  KEY_UNAVAILABLE,
  SIGNATURE_UNFIT;

  private final @Nullable Rule rule;
  private final boolean freezes;

  RefusalReason() {
    this(null, false);
  }

  RefusalReason(Rule rule) {
    this(rule, false);
  }

  RefusalReason(@Nullable Rule rule, boolean freezes) {
    this.rule = rule;
    this.freezes = freezes;
  }

  /** The rule it says is broken; empty where it is no rule of the shared table. */
  public Optional<Rule> rule() {
    return Optional.ofNullable(rule);
  }

  /** Whether it is enforced here on such an order. */
  public boolean binds(boolean exit) {
    return rule == null || (rule.inSigner() && rule.binds(exit));
  }

  /**
   * Whether it can only come from tampering, so that the wallet is frozen and people look. Said
   * only of rows that were read under the locks: between two commits anything may look so.
   */
  public boolean freezes() {
    return freezes;
  }
}
