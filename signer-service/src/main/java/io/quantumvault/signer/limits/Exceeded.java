package io.quantumvault.signer.limits;

import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;

/** Ends a check at the first limit that does not hold; no trace, since it is no fault. */
final class Exceeded extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  Exceeded(RefusalReason reason, String detail) {
    super(detail, null, false, false);
    refusal = new Refusal(reason, detail);
  }

  /** Refuses what breaks a rule, if the shared table has that rule bind such an order here. */
  static void unless(boolean holds, RefusalReason reason, boolean exit, String detail)
      throws Exceeded {
    if (!holds && reason.binds(exit)) {
      throw new Exceeded(reason, detail);
    }
  }

  Refusal refusal() {
    return refusal;
  }
}
