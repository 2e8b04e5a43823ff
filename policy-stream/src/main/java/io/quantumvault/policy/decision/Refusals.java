package io.quantumvault.policy.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what speaks against an order. */
final class Refusals {
  private final List<Refusal> found = new ArrayList<>();

  @SuppressWarnings("AnnotateFormatMethod") // One annotation is not worth a dependency.
  void add(Reason reason, String detail, Object... arguments) {
    found.add(new Refusal(reason, detail.formatted(arguments)));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Sorted, because the promised order must not depend on the order of the checks. */
  List<Refusal> sorted() {
    return found.stream().sorted(Comparator.comparing(Refusal::reason)).toList();
  }
}
