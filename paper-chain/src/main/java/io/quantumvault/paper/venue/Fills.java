package io.quantumvault.paper.venue;

import java.util.Optional;

/** Fills orders against the venue, which always has enough to give. */
final class Fills {
  private final VenueSettings settings;

  Fills(VenueSettings settings) {
    this.settings = settings;
  }

  /**
   * Fills an open order whole if its bound allows; a reduce-only order never beyond the position.
   *
   * @return base filled in 1e-9; 0 when the order is left as it was or has nothing to reduce
   */
  long fill(UserAccount user, OrderSlot order, Quote quote) {
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

  /** How much of the position an order in this direction may close. */
  static long reducible(PerpPosition position, boolean isLong) {
    return Math.max(0, isLong ? -position.base() : position.base());
  }
}
