package io.quantumvault.signer.fate;

/** What became of an order to end an unknown outcome. */
public sealed interface Resolved {
  /** It stands, as this fate. */
  record As(Fate fate) implements Resolved {}

  /** The chain says otherwise, or an endpoint that might was not asked. */
  record Refused(String why) implements Resolved {}
}
