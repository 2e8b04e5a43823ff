package io.quantumvault.paper.inbound;

import io.quantumvault.paper.control.Control;
import io.quantumvault.paper.venue.VenueChange;
import java.util.Map;

/** What the venue's administrator and the market do to those who trade there. */
final class VenueMethods {
  private final Control control;

  VenueMethods(Control control) {
    this.control = control;
  }

  Map<String, RpcMethod> methods() {
    return Map.of(
        "paper_setMarketStatus",
        venue(p -> new VenueChange.MarketStatus(p.string(0), whole(p, 1))),
        "paper_setExchangeStatus",
        venue(p -> new VenueChange.ExchangeStatus(whole(p, 0))),
        "paper_freezeOracle",
        venue(p -> new VenueChange.OracleFrozen(p.string(0), p.flag(1))),
        "paper_partialFills",
        venue(p -> new VenueChange.PartialFills(whole(p, 0), whole(p, 1))),
        "paper_rejectOrders",
        venue(p -> new VenueChange.RejectedOrders(whole(p, 0))),
        "paper_payFunding",
        venue(p -> new VenueChange.Funding(p.string(0), Math.toIntExact(p.i64(1)))),
        "paper_setLiquidations",
        venue(p -> new VenueChange.Liquidations(p.flag(0))));
  }

  @FunctionalInterface
  private interface Change {
    VenueChange read(Params params) throws RpcException;
  }

  private RpcMethod venue(Change change) {
    return Refusals.named(params -> {
      control.venue(change.read(params));
      return true;
    });
  }

  private static int whole(Params params, int index) throws RpcException {
    return Math.toIntExact(params.u64(index));
  }
}
