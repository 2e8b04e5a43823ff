package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Intent;
import java.time.Instant;

/**
 * What the locks last said of sending a transaction.
 *
 * @param at when they said it
 * @param until when the authority it was signed under ends
 * @param exit whether the venue holds it to bringing the position nearer to zero
 */
record Allowed(Instant at, Instant until, boolean exit) {
  /** Nothing is known any more, so it is asked before the next sending. */
  static Allowed unknown(Intent intent) {
    return new Allowed(Instant.EPOCH, Instant.MAX, intent.onlyReduces());
  }
}
