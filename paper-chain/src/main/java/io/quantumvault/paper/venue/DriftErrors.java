package io.quantumvault.paper.venue;

/** Error numbers of the Drift program and of the Anchor framework it is built on. */
final class DriftErrors {
  static final int ALREADY_IN_USE = 0;
  static final int FALLBACK_NOT_FOUND = 101;
  static final int DID_NOT_DESERIALIZE = 102;
  static final int CONSTRAINT_MUT = 2000;
  static final int CONSTRAINT_RAW = 2003;
  static final int CONSTRAINT_SEEDS = 2006;
  static final int DISCRIMINATOR_MISMATCH = 3002;
  static final int OWNED_BY_WRONG_PROGRAM = 3007;
  static final int ACCOUNT_NOT_SIGNER = 3010;
  static final int ACCOUNT_NOT_INITIALIZED = 3012;
  static final int INSUFFICIENT_COLLATERAL = 6003;
  static final int MAX_POSITIONS = 6005;
  static final int NO_POSITION_IN_MARKET = 6010;
  static final int EXCHANGE_PAUSED = 6024;
  static final int INVALID_ORACLE = 6035;
  static final int ORACLE_NOT_FOUND = 6036;
  static final int INVALID_ORDER = 6042;
  static final int INVALID_MARKET_TYPE = 6044;
  static final int NOT_RISK_REDUCING = 6046;
  static final int INVALID_IOC = 6050;
  static final int INVALID_POST_ONLY = 6051;
  static final int INVALID_TRIGGER = 6053;
  static final int INVALID_AUCTION = 6054;
  static final int POST_ONLY_WOULD_CROSS = 6057;
  static final int ORDER_AMOUNT_TOO_SMALL = 6059;
  static final int MAX_ORDERS = 6060;
  static final int TRADE_SIZE_TOO_LARGE = 6066;
  static final int USER_ORDER_ID_IN_USE = 6071;
  static final int PERP_MARKET_NOT_FOUND = 6078;
  static final int MARKET_WRONG_MUTABILITY = 6081;
  static final int SPOT_MARKET_NOT_FOUND = 6087;
  static final int INSUFFICIENT_COLLATERAL_FOR_SETTLING = 6095;
  static final int MARKET_PLACE_ORDER_PAUSED = 6147;
  static final int MARKET_FILL_PAUSED = 6148;
  static final int INVALID_LIMIT_PRICE = 6191;
  static final int MARKET_BEING_INITIALIZED = 6213;
  static final int INVALID_SUB_ACCOUNT = 6214;
  static final int TAKE_CONDITION_FAILED = 6289;

  private DriftErrors() {}
}
