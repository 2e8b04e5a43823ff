package io.quantumvault.ingest.alert;

/** What an alert asks for. */
public enum Action {
  BUY,
  SELL,
  /** Close the whole position in the market. */
  CLOSE,
  /** Cancel the open orders in the market. */
  CANCEL;

  /** Whether the action opens an order of a size of its own. */
  boolean hasSize() {
    return this == BUY || this == SELL;
  }
}
