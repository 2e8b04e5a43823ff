package io.quantumvault.schemas.policy;

import java.util.List;

/** A policy that cannot be taken, with everything that is wrong with it at once. */
public final class PolicyFormatException extends Exception {
  private final List<String> problems;

  PolicyFormatException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each names a field, what is wrong, and what is expected. Never empty. */
  public List<String> problems() {
    return problems;
  }
}
