package io.quantumvault.policy.decision;

/** What an alert asks for. */
public enum Action {
  BUY,
  SELL,
  /** Reduce the whole position that no pending order reduces already. */
  CLOSE,
  /** Cancel the bot's open orders in the market. */
  CANCEL
}
