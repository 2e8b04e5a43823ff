package io.quantumvault.signer.marks;

import io.quantumvault.signer.marks.StandingMark.Hold;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a wallet's ledger ends.
 *
 * @param last its last event; 0 if it knows the wallet not at all
 * @param marked the last event of which a mark is known to have been acknowledged
 * @param markedVersion the same for the standing mark
 * @param mended how it was last brought to the marks; null if it never was, or a restore took that
 *     away again
 */
public record LedgerEnd(long last, long marked, long markedVersion, @Nullable Mended mended) {
  /** Of a wallet that the ledger does not know. */
  public static final LedgerEnd NONE = new LedgerEnd(0, 0, 0, null);

  /**
   * Lost rows were put back, in the same transaction that wrote this.
   *
   * @param orderId the order that ends the hold, and no other
   * @param hold what the ledger contradicted
   */
  public record Mended(UUID orderId, Hold hold) {}
}
