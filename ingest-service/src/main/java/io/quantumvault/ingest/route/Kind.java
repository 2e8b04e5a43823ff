package io.quantumvault.ingest.route;

/** How a webhook proves where an alert comes from. */
public enum Kind {
  /** By the token and the source address: TradingView signs nothing. */
  TRADING_VIEW,
  /** By an HMAC over the body (Standard Webhooks), besides the token. */
  SIGNED
}
