package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.Accounts;
import java.util.Optional;

/** Fills orders against the venue, which always has enough to give. */
final class Fills {
  private final VenueSettings settings;

  Fills(VenueSettings settings) {
    this.settings = settings;
  }

  /**
   * Fills an open order if its bound allows, whole unless fills are partial just now; a reduce-only
   * order never beyond the position. What is not filled then is cancelled.
   *
   * @return base filled in 1e-9; 0 when the order is left as it was or has nothing to reduce
   */
  long fill(UserAccount user, OrderSlot order, Quote quote, Accounts accounts) {
    if (order.awaitsTrigger() || !quote.isTakeable(order)) {
      return 0;
    }
    Optional<PerpPosition> held = user.position(order.marketIndex());
    if (held.isEmpty()) {
      throw new IllegalStateException("an order without its position");
    }
    PerpPosition position = held.get();
    boolean isLong = order.isLong();
    long base = order.base() - order.filled();
    if (order.reduceOnly()) {
      base = Math.min(base, reducible(position, isLong));
    }
    if (!order.postOnly()) {
      base = part(base, order, accounts);
    }
    boolean maker = order.postOnly();
    long price = maker ? quote.bound(order) : quote.taking(isLong);
    user.close(order);
    if (base == 0) {
      return 0;
    }
    long value =
        isLong
            ? FixedPoint.mulDivCeil(base, price, FixedPoint.BASE)
            : FixedPoint.mulDivFloor(base, price, FixedPoint.BASE);
    long fee = maker ? 0 : FixedPoint.mulDivCeil(value, settings.takerFeePpm(), 1_000_000);
    position.trade(isLong ? base : -base, isLong ? -value : value, fee);
    return base;
  }

  private static long part(long base, OrderSlot order, Accounts accounts) {
    VenueTerms terms = VenueTerms.of(accounts);
    if (terms.partialOrders() == 0) {
      return base;
    }
    terms.withPartialFills(terms.partPpm(), terms.partialOrders() - 1).keepIn(accounts);
    long step = Market.at(order.marketIndex()).orElseThrow().step();
    long part = FixedPoint.mulDiv(base, terms.partPpm(), 1_000_000);
    return part - part % step;
  }

  /** How much of the position an order in this direction may close. */
  static long reducible(PerpPosition position, boolean isLong) {
    return Math.max(0, isLong ? -position.base() : position.base());
  }
}
