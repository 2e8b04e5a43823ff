package io.quantumvault.paper.venue;

import java.util.List;
import java.util.function.ToLongFunction;

/** Cross margin: USDC plus perp profit and loss against the worst case of all open orders. */
final class Margin {
  private Margin() {}

  /** Whether equity covers the initial margin; {@code price} gives a market's oracle price. */
  static boolean coversInitial(UserAccount user, ToLongFunction<Integer> price) {
    List<PerpPosition> held = user.positions().filter(p -> !p.isFree()).toList();
    long equity = user.collateral();
    long required = 0;
    for (PerpPosition position : held) {
      long oracle = price.applyAsLong(position.marketIndex());
      equity = Math.addExact(equity, position.unrealisedPnl(oracle));
      long notional = FixedPoint.value(worstBase(position), oracle);
      required =
          Math.addExact(required, FixedPoint.mulDivCeil(notional, Market.INITIAL_MARGIN, 10_000));
    }
    return equity >= required;
  }

  private static long worstBase(PerpPosition position) {
    long withBids = Math.addExact(position.base(), position.openBids());
    long withAsks = Math.addExact(position.base(), position.openAsks());
    return Math.max(Math.abs(withBids), Math.abs(withAsks));
  }
}
