package io.quantumvault.standalone;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Cluster;
import io.quantumvault.solana.rpc.NodeIdentity;
import io.quantumvault.standalone.platform.StartRefused;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Asks every node who it is before anything is started that would believe it. */
final class NodeCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Function<URI, NodeIdentity> identity;

  NodeCheck(Function<URI, NodeIdentity> identity) {
    this.identity = identity;
  }

  /** Over the network. */
  static NodeCheck real() {
    return new NodeCheck(address -> NodeIdentity.of(address, PATIENCE));
  }

  /**
   * The hash of the chain's first block, the same at every node.
   *
   * @throws StartRefused for an address that is no node, or one of another chain; it names the
   *     address by number and host, since the rest may hold an access key
   */
  Address genesis(ChainChoice.Nodes nodes) {
    Address first = null;
    for (int i = 0; i < nodes.rpcUrls().size(); i++) {
      URI address = nodes.rpcUrls().get(i);
      String which = "RPC address " + (i + 1) + " (" + address.getHost() + ")";
      Address genesis = genesis(which, identity.apply(address), nodes.cluster());
      if (first != null && !first.equals(genesis)) {
        throw new StartRefused(
            "RPC addresses 1 and " + (i + 1) + " are nodes of different chains.");
      }
      first = genesis;
    }
    return Optional.ofNullable(first).orElseThrow();
  }

  private static Address genesis(String which, NodeIdentity identity, String wanted) {
    return switch (identity) {
      case NodeIdentity.NotSolana(String why) ->
          throw new StartRefused(which + " is no Solana node: " + why + ".");
      case NodeIdentity.Known(Cluster cluster) when name(cluster).equals(wanted) ->
          cluster.genesisHash();
      case NodeIdentity.Known(Cluster cluster) ->
          throw new StartRefused(
              which + " is a node of " + name(cluster) + ", not of " + wanted + ".");
      case NodeIdentity.OtherChain(Address hash) when wanted.equals(ChainChoice.LOCALNET) -> hash;
      case NodeIdentity.OtherChain _ ->
          throw new StartRefused(
              which
                  + " is a node of a chain of its own, such as a paper chain, not of "
                  + wanted
                  + ".");
    };
  }

  private static String name(Cluster cluster) {
    return cluster.name().toLowerCase(Locale.ROOT);
  }

  /** Hosts alone, for people to read. */
  static List<String> hosts(ChainChoice.Nodes nodes) {
    return nodes.rpcUrls().stream().map(URI::getHost).toList();
  }
}
