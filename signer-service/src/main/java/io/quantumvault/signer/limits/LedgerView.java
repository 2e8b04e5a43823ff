package io.quantumvault.signer.limits;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the ledger knows of a bot besides the intent at hand.
 *
 * @param plan rises with each signature and each ending; what was planned on another one is stale
 * @param lastSlot the highest slot the bot was read or landed at: no older reading counts
 * @param ordersLastMinute orders signed in the last 60 s
 * @param ordersToday the same since 00:00 UTC
 * @param unknownOutcomes orders of which nobody can say yet whether they landed
 */
public record LedgerView(
    long plan,
    long lastSlot,
    int ordersLastMinute,
    int ordersToday,
    int unknownOutcomes,
    List<Unfinished> unfinished) {
  /** Copies the list. */
  public LedgerView {
    unfinished = List.copyOf(unfinished);
  }

  /** An order signed whose effect is not read yet; base is signed. */
  public record Unfinished(String market, BigDecimal signedBase, boolean reducing, boolean rests) {}
}
