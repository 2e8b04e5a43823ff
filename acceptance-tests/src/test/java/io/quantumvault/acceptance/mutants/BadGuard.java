package io.quantumvault.acceptance.mutants;

/** The list says something that does not hold, in one sentence: the run fails with it. */
final class BadGuard extends Exception {
  private static final long serialVersionUID = 1;

  BadGuard(String why) {
    super(why);
  }

  /** The sentence. */
  String why() {
    return String.valueOf(getMessage());
  }
}
