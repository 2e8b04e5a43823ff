package io.quantumvault.ingest.alert;

/** What an alert asks for. */
public enum Action {
  BUY,
  SELL,
  /** Close the position in the market, or a part of it. */
  CLOSE,
  /** Cancel the resting entry orders in the market. */
  CANCEL,
  /** Bring the position to what the strategy holds. */
  SYNC;

  /** Whether the action is an order of a size of its own. */
  boolean needsSize() {
    return this == BUY || this == SELL;
  }
}
