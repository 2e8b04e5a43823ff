package io.quantumvault.signer.limits;

import io.quantumvault.signer.venue.Side;
import io.quantumvault.signer.venue.VenueAccount.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prices in the market's ticks, rounded to the side on which an order cannot get worse. */
final class PriceBound {
  private static final BigDecimal BASIS_POINTS = new BigDecimal(10_000);

  private PriceBound() {}

  /** The worst price this far from the oracle; zero or less where there is none. */
  static BigDecimal worst(Market market, Side side, int slippageBps) {
    var slip = BigDecimal.valueOf((long) side.sign() * slippageBps);
    var raw = market.oraclePrice().multiply(BASIS_POINTS.add(slip)).divide(BASIS_POINTS);
    return inTicks(raw, market, side);
  }

  /** A price that is no worse than this one. */
  static BigDecimal inTicks(BigDecimal price, Market market, Side side) {
    var near = side == Side.BUY ? RoundingMode.FLOOR : RoundingMode.CEILING;
    return price.divide(market.tick(), 0, near).multiply(market.tick());
  }

  /** Whether one price is worse for this side than the other. */
  static boolean isBeyond(BigDecimal price, BigDecimal bound, Side side) {
    return side == Side.BUY ? price.compareTo(bound) > 0 : price.compareTo(bound) < 0;
  }
}
