package io.quantumvault.paper.program;

/** Counts the compute units of one transaction against its limit. */
final class Meter {
  private final long limit;
  private long used;

  Meter(long limit) {
    this.limit = limit;
  }

  long left() {
    return limit - used;
  }

  long used() {
    return used;
  }

  /** False when they are not there; then all that is left is used up. */
  boolean bill(long units) {
    boolean enough = units <= left();
    used += Math.min(units, left());
    return enough;
  }
}
