package io.quantumvault.signer.order;

import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.marks.Mark;
import io.quantumvault.signer.marks.StandingMark.Hold;

/**
 * Whether an order ends a hold. Two stores contradicted each other, so neither of them alone ends
 * it: an order in Kafka must name this very hold, and the ledger, read again, must say that rows
 * were put back for this very order and hold, and not contradict the marks any more. Numbers alone
 * prove nothing: what a held wallet refuses is numbered above what was published. Rule: the page
 * docs/signer.md, what has ended stays ended.
 */
public sealed interface HoldEnd {
  /** It ends; the standing mark's version goes on above this one, which the ledger knows. */
  record Ends(Hold hold, long aboveVersion) implements HoldEnd {}

  /** Not yet: what the stores say changes by itself when events are published. */
  record NotYet(String why) implements HoldEnd {}

  /** It never does by this order. */
  record Refused(String why) implements HoldEnd {}

  /** Decides. */
  static HoldEnd of(AdminOrder.Reconciled order, Mark mark, LedgerEnd end) {
    var standing = mark.standing();
    var hold = standing == null ? null : standing.hold();
    if (standing == null || hold == null) {
      return new Refused("the wallet is not held");
    }
    if (!hold.equals(order.hold())) {
      return new Refused("the order names another hold");
    }
    if (!new LedgerEnd.Mended(order.orderId(), hold).equals(end.mended())) {
      return new Refused("the ledger does not say that it was mended for this order");
    }
    boolean marksSetBack =
        hold.ledgerSequence() >= hold.markSequence() || end.markedVersion() > standing.version();
    if (marksSetBack && !order.marksLost()) {
      return new Refused(
          "marks were set back, and the order does not say that what they knew is lost");
    }
    if (standing.owner().isEmpty()) {
      return new NotYet("no snapshot of the wallet has told its owner");
    }
    long published = mark.hot().sequence();
    if (end.last() < published) {
      return new NotYet(
          "the ledger ends at event " + end.last() + ", " + published + " was published");
    }
    if (end.marked() > published) {
      return new NotYet(
          "events are published up to " + published + ", the ledger knows of " + end.marked());
    }
    return new Ends(hold, end.markedVersion());
  }
}
