package io.quantumvault.signer.fate;

/** How a transaction ended. */
public sealed interface Fate {
  /** It landed and succeeded. */
  record Landed(long slot) implements Fate {}

  /** It landed and failed. */
  record Failed(long slot, String error) implements Fate {}

  /** It did not land and cannot any more; what the chain last said against it. */
  record Expired(String lastRefusal) implements Fate {}

  /** Nobody can say yet. */
  record Undecided(String detail) implements Fate {}
}
