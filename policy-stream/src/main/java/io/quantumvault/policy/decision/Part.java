package io.quantumvault.policy.decision;

/** Which part of an alert an order is. The names are those of the event contract. */
public enum Part {
  /** All of it. */
  WHOLE,
  /** The closing half of a flip. */
  CLOSING,
  /** The opening half of a flip: signed only on an account that is flat in the market. */
  OPENING
}
