package io.quantumvault.signer.fate;

/** What became of an order to end an unknown outcome. */
public sealed interface Resolved {
  /** It stands, as this fate. */
  record As(Fate fate) implements Resolved {}

  /** The chain says otherwise. */
  record Contradicted(String why) implements Resolved {}
}
