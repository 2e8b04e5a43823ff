package io.quantumvault.schemas.rules;

/**
 * Everything that can keep an order from the market, in the order in which refusals are listed:
 * where it is enforced, and whether it binds an exit too. An exit is an order that can only bring
 * the position nearer to zero. Rule: the page docs/rules.md, which a test compares with this table.
 */
public enum Rule {
  UNKNOWN_BOT(In.BOTH, Exits.BOUND),
  GLOBAL_FREEZE(In.BOTH, Exits.BOUND),
  FROZEN(In.BOTH, Exits.BOUND),
  NOT_ENABLED(In.BOTH, Exits.BOUND),
  /** For an exit the policy's {@code exitMinutes} later. */
  GRANT_EXPIRED(In.BOTH, Exits.BOUND),
  POLICY_UNSIGNED(In.BOTH, Exits.BOUND),
  DUPLICATE_ID(In.STAGE, Exits.BOUND),
  DUPLICATE_CONTENT(In.STAGE, Exits.BOUND),
  /** In the signer the intent's deadline, which is the alert's time and 60 s. */
  STALE(In.BOTH, Exits.BOUND),
  FROM_FUTURE(In.STAGE, Exits.BOUND),
  RATE_LIMITED(In.BOTH, Exits.FREE),
  /** Thirty exits a minute. */
  EXIT_PACE(In.BOTH, Exits.ALONE),
  MARKET_NOT_ALLOWED(In.BOTH, Exits.FREE),
  ORDER_TYPE_NOT_ALLOWED(In.BOTH, Exits.FREE),
  OUTSIDE_HOURS(In.BOTH, Exits.FREE),
  PRICE_UNAVAILABLE(In.STAGE, Exits.FREE),
  PRICE_STALE(In.BOTH, Exits.FREE),
  ACCOUNT_STALE(In.STAGE, Exits.FREE),
  /** An exit is priced within the policy's {@code exitSlippageBps} whatever it asks for. */
  SLIPPAGE_TOO_WIDE(In.BOTH, Exits.FREE),
  PROTECTION_MISSING(In.BOTH, Exits.FREE),
  /** What rounds to nothing reduces nothing and so is no exit. */
  SIZE_INVALID(In.BOTH, Exits.FREE),
  ORDER_TOO_LARGE(In.BOTH, Exits.FREE),
  POSITION_TOO_LARGE(In.BOTH, Exits.FREE),
  LEVERAGE_TOO_HIGH(In.BOTH, Exits.FREE),
  DAILY_LOSS_REACHED(In.BOTH, Exits.FREE),
  TOO_MANY_OPEN_ORDERS(In.BOTH, Exits.FREE),
  REDUCE_ONLY_MODE(In.BOTH, Exits.FREE),
  /** In the signer of an entry that would go beyond where the strategy ends. */
  POSITION_DIFFERS(In.BOTH, Exits.FREE),
  /** In the stage only while nothing of the market is in flight; the signer reads what there is. */
  NOTHING_TO_CLOSE(In.BOTH, Exits.BOUND),
  COOLDOWN(In.BOTH, Exits.FREE),
  TOO_MANY_ENTRIES(In.BOTH, Exits.FREE),
  /** An exit needs no more than this transaction's own fee. */
  FEE_BALANCE_LOW(In.BOTH, Exits.FREE),
  /** An entry with a stop or a target that the venue's adapter cannot place. */
  PROTECTION_UNSUPPORTED(In.BOTH, Exits.FREE),
  ALREADY_THERE(In.STAGE, Exits.FREE),
  /** An earlier order whose outcome nobody knows; in the stage REDUCE_ONLY_MODE. */
  OUTCOME_UNKNOWN(In.SIGNER, Exits.FREE);

  private enum In {
    STAGE,
    SIGNER,
    BOTH
  }

  private enum Exits {
    /** It binds exits and others alike. */
    BOUND,
    /** Exits pass it. */
    FREE,
    /** It binds exits alone. */
    ALONE
  }

  private final In in;
  private final Exits exits;

  Rule(In in, Exits exits) {
    this.in = in;
    this.exits = exits;
  }

  /** Whether the policy stage enforces it. */
  public boolean inStage() {
    return in != In.SIGNER;
  }

  /** Whether the signer enforces it. */
  public boolean inSigner() {
    return in != In.STAGE;
  }

  /** Whether it binds such an order. */
  public boolean binds(boolean exit) {
    return exit ? exits != Exits.FREE : exits != Exits.ALONE;
  }
}
