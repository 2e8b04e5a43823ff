package io.quantumvault.policy.decision;

import java.math.BigDecimal;

/** Which way an order moves the position. */
public enum Direction {
  LONG,
  SHORT;

  /** The direction of a change; not of zero. */
  static Direction of(BigDecimal change) {
    return change.signum() > 0 ? LONG : SHORT;
  }

  /** 1 or -1. */
  public int sign() {
    return this == LONG ? 1 : -1;
  }

  Direction opposite() {
    return this == LONG ? SHORT : LONG;
  }

  /** A change of this size in this direction. */
  public BigDecimal signed(BigDecimal size) {
    return this == LONG ? size : size.negate();
  }
}
