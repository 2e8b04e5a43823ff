package io.quantumvault.signer.marks;

/**
 * Where a wallet's ledger ends.
 *
 * @param last its last event; 0 if it knows the wallet not at all
 * @param marked the last event of which a mark is known to have been acknowledged
 * @param markedVersion the same for the standing mark
 */
public record LedgerEnd(long last, long marked, long markedVersion) {
  /** Of a wallet that the ledger does not know. */
  public static final LedgerEnd NONE = new LedgerEnd(0, 0, 0);
}
