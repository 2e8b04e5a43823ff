package io.quantumvault.policy.decision;

import io.quantumvault.schemas.rules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what speaks against an order, as far as the table of rules lets it bind. */
final class Refusals {
  private final boolean exit;
  private final List<Refusal> found = new ArrayList<>();

  Refusals(boolean exit) {
    this.exit = exit;
  }

  @SuppressWarnings("AnnotateFormatMethod") // One annotation is not worth a dependency.
  void add(Rule rule, String detail, Object... arguments) {
    if (rule.inStage() && rule.binds(exit)) {
      found.add(new Refusal(Reason.of(rule), detail.formatted(arguments)));
    }
  }

  /** What makes it no order at all. */
  void addInAnyCase(Rule rule, String detail) {
    found.add(new Refusal(Reason.of(rule), detail));
  }

  /** Sorted, because the promised order must not depend on the order of the checks. */
  List<Refusal> sorted() {
    return found.stream().sorted(Comparator.comparing(Refusal::reason)).toList();
  }
}
