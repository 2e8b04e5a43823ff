package io.quantumvault.solana.rpc;

import io.quantumvault.solana.address.Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What answers at an address, before it is trusted with anything. */
public sealed interface NodeIdentity {
  /** A node of a public cluster. */
  record Known(Cluster cluster) implements NodeIdentity {}

  /** A node of a chain of its own, such as a local validator or the paper chain. */
  record OtherChain(Address genesisHash) implements NodeIdentity {}

  /**
   * No Solana node, as far as can be told.
   *
   * @param why names no part of the address, which may hold an access key
   */
  record NotSolana(String why) implements NodeIdentity {}

  /**
   * Asks the address once for its genesis hash.
   *
   * @param patience for the whole answer
   */
  static NodeIdentity of(URI address, Duration patience) {
    if (!RpcSettings.isHttp(address)) {
      return new NotSolana("it is no http address");
    }
    var settings =
        new RpcSettings(
            List.of(address), RpcSettings.First.OF_THE_LIST, 1, patience, AnswerLimits.standard());
    try (var client = new JsonRpcClient(settings, EndpointWatch.NONE, new SteadyClock())) {
      var hash = client.call(Endpoint.GENESIS);
      return Cluster.of(hash).<NodeIdentity>map(Known::new).orElseGet(() -> new OtherChain(hash));
    } catch (ChainException e) {
      return new NotSolana(String.valueOf(e.getMessage()));
    }
  }
}
