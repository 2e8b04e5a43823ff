package io.quantumvault.paper.venue;

/** What the venue sells and buys at in one market right now, on ticks, in 1e-6 USDC. */
record Quote(long oracle, long ask, long bid) {
  static Quote around(long oracle, Market market, VenueSettings settings) {
    long half = FixedPoint.mulDivCeil(oracle, settings.spreadPpm(), 1_000_000);
    long ask = Math.ceilDiv(oracle + half, market.tick()) * market.tick();
    long bid = Math.floorDiv(oracle - half, market.tick()) * market.tick();
    return new Quote(oracle, ask, Math.max(bid, market.tick()));
  }

  long taking(boolean isLong) {
    return isLong ? ask : bid;
  }

  /** The worst price the order takes, or 0 when it takes any. */
  long bound(OrderSlot order) {
    return switch (order.type()) {
      case MARKET, TRIGGER_MARKET -> tighter(order, order.price(), order.auctionEndPrice());
      case LIMIT, TRIGGER_LIMIT ->
          order.price() != 0 ? order.price() : oracle + order.oraclePriceOffset();
      case ORACLE ->
          oracle
              + (order.auctionEndPrice() != 0
                  ? order.auctionEndPrice()
                  : order.oraclePriceOffset());
    };
  }

  boolean isTakeable(OrderSlot order) {
    long bound = bound(order);
    return bound == 0 || (order.isLong() ? ask <= bound : bid >= bound);
  }

  private static long tighter(OrderSlot order, long a, long b) {
    if (a == 0 || b == 0) {
      return a == 0 ? b : a;
    }
    return order.isLong() ? Math.min(a, b) : Math.max(a, b);
  }
}
