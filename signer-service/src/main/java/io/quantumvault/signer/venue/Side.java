package io.quantumvault.signer.venue;

/** Which way an order trades. */
public enum Side {
  BUY,
  SELL;

  /** One for a buy, minus one for a sell. */
  public int sign() {
    return this == BUY ? 1 : -1;
  }
}
