package io.quantumvault.acceptance.skips;

/**
 * One test that did not run.
 *
 * @param test its class and name, or what else left something out
 * @param reason what it said; by convention "not run: " and what is missing
 */
record Skip(String test, String reason) {
  private static final String CONVENTION = "not run: ";

  /** What is missing, as it says; the whole reason of one that does not keep to the convention. */
  String missing() {
    int at = reason.indexOf(CONVENTION);
    return at < 0 ? reason : reason.substring(at + CONVENTION.length());
  }
}
