package io.quantumvault.paper.venue;

import java.util.List;
import java.util.function.ToLongFunction;

/** Cross margin: USDC plus perp profit and loss against the worst case of all open orders. */
final class Margin {
  private Margin() {}

  /** Whether equity covers the initial margin; {@code price} gives a market's oracle price. */
  static boolean coversInitial(UserAccount user, ToLongFunction<Integer> price) {
    return equity(user, price) >= required(user, price, Margin::worstBase, Market.INITIAL_MARGIN);
  }

  /** Whether equity covers the maintenance margin of what is held, orders apart. */
  static boolean coversMaintenance(UserAccount user, ToLongFunction<Integer> price) {
    return equity(user, price)
        >= required(user, price, p -> Math.abs(p.base()), Market.MAINTENANCE_MARGIN);
  }

  static long equity(UserAccount user, ToLongFunction<Integer> price) {
    long equity = user.collateral();
    for (PerpPosition position : held(user)) {
      long oracle = price.applyAsLong(position.marketIndex());
      equity = Math.addExact(equity, position.unrealisedPnl(oracle));
    }
    return equity;
  }

  private static long required(
      UserAccount user,
      ToLongFunction<Integer> price,
      ToLongFunction<PerpPosition> base,
      int margin) {
    long required = 0;
    for (PerpPosition position : held(user)) {
      long oracle = price.applyAsLong(position.marketIndex());
      long notional = FixedPoint.value(base.applyAsLong(position), oracle);
      required = Math.addExact(required, FixedPoint.mulDivCeil(notional, margin, 10_000));
    }
    return required;
  }

  private static List<PerpPosition> held(UserAccount user) {
    return user.positions().filter(p -> !p.isFree()).toList();
  }

  private static long worstBase(PerpPosition position) {
    long withBids = Math.addExact(position.base(), position.openBids());
    long withAsks = Math.addExact(position.base(), position.openAsks());
    return Math.max(Math.abs(withBids), Math.abs(withAsks));
  }
}
