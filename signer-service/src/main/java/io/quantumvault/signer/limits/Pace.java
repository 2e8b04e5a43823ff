package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.COOLDOWN;
import static io.quantumvault.signer.claim.RefusalReason.EXIT_PACE;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ENTRIES;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_OPEN_ORDERS;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ORDERS_PER_DAY;
import static io.quantumvault.signer.claim.RefusalReason.TOO_MANY_ORDERS_PER_MINUTE;

import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.claim.RefusalReason;
import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount.Market;

/**
 * How often and how many: the ledger's counts against the policy's, and exits against their own.
 */
record Pace(LimitCheck.Facts facts, Exposure exposure, boolean exit) {
  /** What exits have instead of the policy's pace. */
  static final int EXITS_A_MINUTE = 30;

  void orders() throws Exceeded {
    var ledger = facts.ledger();
    atMost(
        ledger.entriesLastMinute() + 1L,
        facts.policy().maxOrdersPerMinute(),
        TOO_MANY_ORDERS_PER_MINUTE,
        "this is order %s of the last minute, at most %s are allowed");
    atMost(
        ledger.entriesToday() + 1L,
        facts.policy().maxOrdersPerDay(),
        TOO_MANY_ORDERS_PER_DAY,
        "this is order %s of the day, at most %s are allowed");
    if (!facts.flattening()) {
      // Whoever spends the exits by alerts must not hold up the owner's own FLATTEN.
      atMost(
          ledger.exitsLastMinute() + 1L,
          EXITS_A_MINUTE,
          EXIT_PACE,
          "this is exit %s of the last minute, at most %s are allowed");
    }
  }

  /** Which of its position's entries this is; 0 for an exit. */
  int entryNumber(Market market, Side side) throws Exceeded {
    if (exit) {
      return 0;
    }
    var last = facts.ledger().lastEntryAt();
    var pause = facts.policy().cooldownSeconds();
    Exceeded.unless(
        last == null || pause == null || !facts.now().isBefore(last.plusSeconds(pause)),
        COOLDOWN,
        false,
        "the last entry was signed at " + last + ", " + pause + " seconds must lie between two");
    int number = exposure.begins(market, side) ? 1 : facts.ledger().entryNumber() + 1;
    var most = facts.policy().maxEntriesPerPosition();
    Exceeded.unless(
        most == null || number <= most,
        TOO_MANY_ENTRIES,
        false,
        "this is entry " + number + " of the position, at most " + most + " are allowed");
    return number;
  }

  /** Counts what would rest besides those that are cancelled with it. */
  void openOrders(int cancelled) throws Exceeded {
    if (facts.intent().kind() != Intent.Kind.LIMIT) {
      return;
    }
    long pending = facts.ledger().unfinished().stream().filter(o -> o.rests()).count();
    atMost(
        facts.account().openOrders().size() - cancelled + pending + 1,
        facts.policy().maxOpenOrders(),
        TOO_MANY_OPEN_ORDERS,
        "there would be %s open orders, at most %s are allowed");
  }

  private void atMost(long value, long limit, RefusalReason reason, String words) throws Exceeded {
    Exceeded.unless(value <= limit, reason, exit, String.format(words, value, limit));
  }
}
