package io.quantumvault.policy.decision;

/** How an order is priced. */
public enum OrderType {
  MARKET,
  LIMIT
}
