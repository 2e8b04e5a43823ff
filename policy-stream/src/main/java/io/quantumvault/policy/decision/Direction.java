package io.quantumvault.policy.decision;

/** Which way an order moves the position. */
public enum Direction {
  LONG,
  SHORT
}
