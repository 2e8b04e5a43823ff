package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;

/** Ends an attempt at the first thing that forbids the trade; no trace, since it is no fault. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  RefusedException(RefusalReason reason, String detail) {
    this(new Refusal(reason, detail));
  }

  Refusal refusal() {
    return refusal;
  }
}
