package io.quantumvault.acceptance.skips;

/** Whether a test may have been skipped. */
sealed interface Verdict {
  /** This machine lacks what the test needs, and the list says that it may. */
  record Allowed(Lack lack) implements Verdict {}

  /** The list knows this reason, but it does not hold on this machine. */
  record NotLacking(Lack lack) implements Verdict {}

  /** The list does not know this reason. */
  record NotListed() implements Verdict {}
}
