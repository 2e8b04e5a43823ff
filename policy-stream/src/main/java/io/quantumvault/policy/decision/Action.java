package io.quantumvault.policy.decision;

/** What an alert asks for. */
public enum Action {
  BUY,
  SELL,
  /** Reduce the position by a size, or the whole of it. */
  CLOSE,
  /** Cancel the bot's resting entry orders of the market. */
  CANCEL,
  /** Bring the position to what the strategy holds. */
  SYNC
}
