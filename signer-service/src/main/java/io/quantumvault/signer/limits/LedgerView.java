package io.quantumvault.signer.limits;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a bot besides the intent at hand. An entry is a signed order that was no
 * exit.
 *
 * @param plan rises with each signature and each ending; what was planned on another one is stale
 * @param lastSlot the highest slot the bot was read or landed at: no older reading counts
 * @param entriesLastMinute entries signed in the last 60 s
 * @param entriesToday the same since 00:00 UTC
 * @param exitsLastMinute exits signed in the last 60 s
 * @param lastEntryAt when the last entry of the intent's market was signed that may have had an
 *     effect; null for none
 * @param entryNumber which of its position's entries that was; 0 for none
 * @param unknownOutcomes orders of which nobody can say yet whether they landed
 */
public record LedgerView(
    long plan,
    long lastSlot,
    int entriesLastMinute,
    int entriesToday,
    int exitsLastMinute,
    @Nullable Instant lastEntryAt,
    int entryNumber,
    int unknownOutcomes,
    List<Unfinished> unfinished) {
  /** Copies the list. */
  public LedgerView {
    unfinished = List.copyOf(unfinished);
  }

  /** An order signed whose effect is not read yet; base is signed. */
  public record Unfinished(String market, BigDecimal signedBase, boolean exit, boolean rests) {}
}
