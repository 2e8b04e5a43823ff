package io.quantumvault.signer.limits;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the ledger knows of a bot besides the intent at hand.
 *
 * @param ordersLastMinute orders claimed in the last 60 s and not refused
 * @param ordersToday the same since 00:00 UTC
 * @param unknownOutcomes intents whose outcome people must find out first
 */
public record LedgerView(
    int ordersLastMinute, int ordersToday, int unknownOutcomes, List<Unfinished> unfinished) {
  /** Copies the list. */
  public LedgerView {
    unfinished = List.copyOf(unfinished);
  }

  /** An order signed or about to be, whose effect is not read yet; base is signed. */
  public record Unfinished(String market, BigDecimal signedBase, boolean reducing, boolean rests) {}
}
