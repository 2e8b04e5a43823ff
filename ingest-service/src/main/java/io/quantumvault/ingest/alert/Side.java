package io.quantumvault.ingest.alert;

/** A side of the market. */
public enum Side {
  LONG,
  SHORT
}
