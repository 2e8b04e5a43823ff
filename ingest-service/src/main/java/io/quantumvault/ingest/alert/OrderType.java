package io.quantumvault.ingest.alert;

/** How an order is placed. */
public enum OrderType {
  MARKET,
  LIMIT
}
