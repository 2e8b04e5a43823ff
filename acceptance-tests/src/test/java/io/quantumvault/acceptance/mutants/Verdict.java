package io.quantumvault.acceptance.mutants;

/** What became of a guard that was taken out. */
sealed interface Verdict {
  /** Its test failed without it, as it must. */
  record Caught() implements Verdict {}

  /** Its test passed without it: nothing would notice. */
  record Survived() implements Verdict {}

  /** It could not be tried. */
  record NotTried(String why) implements Verdict {}
}
