package io.quantumvault.acceptance.mutants;

/** How a test method ended. */
enum TestOutcome {
  PASSED,
  FAILED,
  SKIPPED,
  /** There is no such method, or nothing of it ran. */
  MISSING,
  /** It was still running when its time was up. */
  ENDLESS
}
