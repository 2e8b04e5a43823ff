package io.quantumvault.signer.lane;

/** The database refuses a statement for good: asking again changes nothing. */
public final class LedgerFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Keeps the cause, whose words may quote values, and its SQL state for the message. */
  public LedgerFaultException(String sqlState, Throwable cause) {
    super("the ledger refuses: " + sqlState, cause);
  }
}
