package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.Kind;
import io.quantumvault.ingest.route.Network;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.SourceAddress;
import java.util.List;

/** Says who sent a request, and whether a webhook may be used from there. */
public final class SourceCheck {
  private final SourceAddress sourceAddress;
  private final List<Network> tradingViewNetworks;

  /** {@code tradingViewNetworks} hold for webhooks of that kind that name none of their own. */
  public SourceCheck(SourceAddress sourceAddress, List<Network> tradingViewNetworks) {
    this.sourceAddress = sourceAddress;
    this.tradingViewNetworks = List.copyOf(tradingViewNetworks);
  }

  Caller caller(IncomingRequest request) {
    return new Caller(
        request.peer(), sourceAddress.of(request.peer(), request.headers("X-Forwarded-For")));
  }

  boolean allows(Caller caller, Route route) {
    List<Network> allowed =
        route.networks().isEmpty() && route.kind() == Kind.TRADING_VIEW
            ? tradingViewNetworks
            : route.networks();
    if (allowed.isEmpty()) {
      // Only a signed webhook may go without a list: its signature says who sent it.
      return route.kind() == Kind.SIGNED;
    }
    return caller.source().isPresent()
        && allowed.stream().anyMatch(network -> network.contains(caller.source().get()));
  }
}
