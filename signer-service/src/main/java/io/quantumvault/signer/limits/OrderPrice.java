package io.quantumvault.signer.limits;

import static io.quantumvault.signer.claim.RefusalReason.MALFORMED_INTENT;
import static io.quantumvault.signer.claim.RefusalReason.SLIPPAGE_TOO_WIDE;
import static io.quantumvault.signer.claim.RefusalReason.VENUE_UNREADABLE;

import io.quantumvault.schemas.policy.PolicyDocument;
import io.quantumvault.signer.claim.Intent;
import io.quantumvault.signer.venue.VenueAccount.Market;
import java.math.BigDecimal;

/**
 * The worst price an order may trade at. An entry that asks for more than the policy's slippage is
 * refused; an exit is priced within the policy's slippage for exits, whatever it asks for.
 */
final class OrderPrice {
  private OrderPrice() {}

  static BigDecimal of(Intent intent, PolicyDocument policy, Market market, Sizing sizing)
      throws Exceeded {
    return intent.kind() == Intent.Kind.LIMIT
        ? limit(intent, policy, market, sizing)
        : market(intent, policy, market, sizing);
  }

  private static BigDecimal market(
      Intent intent, PolicyDocument policy, Market market, Sizing sizing) throws Exceeded {
    int asked = intent.maxSlippageBps();
    Exceeded.unless(
        asked <= policy.maxSlippageBps(),
        SLIPPAGE_TOO_WIDE,
        sizing.exit(),
        asked + " basis points are asked for, at most " + policy.maxSlippageBps() + " are allowed");
    // The alert's narrower wish counts; 0 is none.
    int bps =
        !sizing.exit()
            ? asked
            : asked == 0 ? policy.exitSlippageBps() : Math.min(asked, policy.exitSlippageBps());
    return bound(market, sizing, bps);
  }

  /** A limit so far beyond the oracle that it would fill at once is bounded like a market order. */
  private static BigDecimal limit(
      Intent intent, PolicyDocument policy, Market market, Sizing sizing) throws Exceeded {
    var price = intent.limitPrice();
    if (price == null || price.signum() <= 0) {
      throw new Exceeded(MALFORMED_INTENT, "a limit order without a price");
    }
    var rounded = PriceBound.inTicks(price, market, sizing.side());
    var bound =
        bound(market, sizing, sizing.exit() ? policy.exitSlippageBps() : policy.maxSlippageBps());
    boolean beyond = PriceBound.isBeyond(rounded, bound, sizing.side());
    Exceeded.unless(
        !beyond,
        SLIPPAGE_TOO_WIDE,
        sizing.exit(),
        "a limit of " + rounded.toPlainString() + " is beyond " + bound.toPlainString());
    if (rounded.signum() <= 0) {
      throw new Exceeded(MALFORMED_INTENT, "a limit below the market's tick");
    }
    return beyond ? bound : rounded;
  }

  private static BigDecimal bound(Market market, Sizing sizing, int slippageBps) throws Exceeded {
    var bound = PriceBound.worst(market, sizing.side(), slippageBps);
    if (bound.signum() <= 0) {
      throw new Exceeded(
          VENUE_UNREADABLE,
          "no price above zero can be had from an oracle that says "
              + market.oraclePrice().toPlainString());
    }
    return bound;
  }
}
