package io.quantumvault.bench;

import java.util.List;
import java.util.Locale;

/** A figure that was promised beforehand, and what came of it. */
record Mark(String what, double measured, double bound, boolean atLeast) {
  /**
   * The marks of the key cycle; the references run the whole cycle as well, except the bare one.
   */
  static List<Mark> ofKeys(Rounds rounds) {
    return List.of(
        new Mark("cycle / bareSign", rounds.ratio("cycle", "bareSign"), 0.70, true),
        new Mark("cycle / sunEc", rounds.ratio("cycle", "sunEc"), 15, true),
        new Mark("cycle / bouncyCastle", rounds.ratio("cycle", "bouncyCastle"), 1.3, true),
        new Mark("bytes of heap per cycle", rounds.bytes("cycle"), 1024, false));
  }

  boolean isMet() {
    return atLeast ? measured >= bound : measured < bound;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-6s %s: %.2f, mark %s %s",
        isMet() ? "met" : "MISSED",
        what,
        measured,
        atLeast ? "at least" : "below",
        bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound));
  }
}
