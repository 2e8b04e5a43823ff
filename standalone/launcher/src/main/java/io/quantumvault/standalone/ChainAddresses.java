package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.Ports;
import java.net.URI;
import java.util.List;

/**
 * Where the chain answers.
 *
 * @param rpc its nodes
 * @param subscriptions where signatures are told of at once; none on a real chain, whose nodes are
 *     asked
 */
record ChainAddresses(List<URI> rpc, List<URI> subscriptions) {
  /** Copies the lists. */
  ChainAddresses {
    rpc = List.copyOf(rpc);
    subscriptions = List.copyOf(subscriptions);
  }

  /** Claims the ports of a chain of the system's own. */
  static ChainAddresses of(SystemSettings settings) {
    return switch (settings.chain()) {
      case ChainChoice.Paper _ ->
          new ChainAddresses(
              List.of(
                  URI.create(
                      "http://127.0.0.1:" + Ports.claim(settings.chainPort(), "paper chain"))),
              List.of(URI.create("ws://127.0.0.1:" + Ports.free())));
      case ChainChoice.Nodes chosen -> new ChainAddresses(chosen.rpcUrls(), List.of());
    };
  }

  /** Nodes are asked who they are before anything believes them. */
  static String identity(ChainChoice chain) {
    return switch (chain) {
      case ChainChoice.Paper _ -> "its own paper chain";
      case ChainChoice.Nodes nodes -> nodes.cluster() + " " + NodeCheck.real().genesis(nodes);
    };
  }
}
