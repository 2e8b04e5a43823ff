package io.quantumvault.signer.lane;

import io.quantumvault.signer.claim.Refusal;
import io.quantumvault.signer.claim.RefusalReason;

/**
 * Ends an attempt because something outside did not answer, or changed meanwhile: the intent's
 * deadline decides whether there is another one. No trace, since it is no fault.
 */
final class NotYetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal otherwise;

  NotYetException(RefusalReason reason, String detail) {
    super(detail, null, false, false);
    this.otherwise = new Refusal(reason, detail);
  }

  /** What the intent is refused with if there is no time for another attempt. */
  Refusal otherwise() {
    return otherwise;
  }
}
