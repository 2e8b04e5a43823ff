package io.quantumvault.standalone.demo;

import java.io.PrintStream;
import java.util.List;

/** Alert, decision, transaction, effect. */
final class ResultTable {
  private static final String ROW = "  %-3s %-32s %-38s %-14s %s%n";

  private final List<End> ends;

  ResultTable(List<End> ends) {
    this.ends = ends;
  }

  void print(PrintStream out) {
    out.printf("%nWhat became of each alert%n");
    out.printf(ROW, "", "alert", "decision", "transaction", "effect");
    ends.forEach(end ->
        out.printf(
            ROW,
            end.asExpected() ? "ok" : "!!",
            end.alert().title(),
            end.decision(),
            end.signature(),
            end.effect()));
  }
}
