package io.quantumvault.signer.fate;

/** What became of a signed transaction. Rule: the paragraph "Fate" of docs/signer.md. */
public sealed interface Fate {
  /** It landed and succeeded. */
  record Landed(long slot) implements Fate {}

  /** It landed and failed, with the chain's own error as JSON text of at most 513 characters. */
  record Failed(long slot, String error) implements Fate {}

  /**
   * It did not land and cannot any more.
   *
   * @param lastRefusal what an endpoint last said against it, cut; empty for nothing
   */
  record Expired(String lastRefusal) implements Fate {}

  /** Nobody proved either yet; why, for people. It may still land, or have landed. */
  record Undecided(String detail) implements Fate {}
}
