package io.quantumvault.bench;

import java.util.List;
import java.util.Locale;

/** A figure that was promised beforehand, and what came of it. */
record Mark(String what, double measured, double bound, boolean atLeast) {
  /**
   * The marks of a trade's keys. The JDK unwraps and checks the policy as well, the bare signature
   * does neither.
   */
  static List<Mark> ofKeys(Rounds rounds) {
    return List.of(
        new Mark("signer / bareSign", rounds.ratio("signer", "bareSign"), 0.35, true),
        new Mark("signer / sunEc", rounds.ratio("signer", "sunEc"), 8, true),
        new Mark("chain / bareSign", rounds.ratio("chain", "bareSign"), 0.70, true),
        new Mark("bytes of heap of signer", rounds.bytes("signer"), 4096, false));
  }

  /** Half a million a second, whatever the alert asks for. */
  static List<Mark> ofDecisions(Rounds rounds, List<String> arms) {
    return arms.stream()
        .map(arm -> new Mark(arm + " a second", rounds.median(arm), 500_000, true))
        .toList();
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
