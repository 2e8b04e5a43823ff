package io.quantumvault.solana.rpc;

import java.util.Locale;

/** How sure the network must be of what a node answers. */
public enum Commitment {
  /**
   * {@link #FINALIZED} where the node has the certificate of a chain on which that costs nothing
   * (Alpenglow), else {@link #CONFIRMED}. Asked of each endpoint.
   */
  AUTO,
  CONFIRMED,
  FINALIZED;

  /** As JSON-RPC names it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a status at this level is settled enough. */
  boolean isReachedBy(String confirmationStatus) {
    return confirmationStatus.equals("finalized")
        || (this == CONFIRMED && confirmationStatus.equals("confirmed"));
  }
}
