package io.quantumvault.signer.lane;

/** The ledger did not answer: nothing is signed or sent until it does. */
public final class LedgerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Keeps the cause. */
  public LedgerUnavailableException(Throwable cause) {
    super("the ledger does not answer", cause);
  }
}
