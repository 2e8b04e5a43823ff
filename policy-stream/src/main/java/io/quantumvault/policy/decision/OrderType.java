package io.quantumvault.policy.decision;

/** How an order is priced. */
public enum OrderType {
  MARKET,
  LIMIT;

  /** Whether such an order may become an open order: a market order fills at once or not at all. */
  boolean mayRest() {
    return this == LIMIT;
  }
}
