package io.quantumvault.standalone;

import java.net.URI;
import java.util.List;

/** The chain that the system trades on. */
sealed interface ChainChoice {
  /** The name of the cluster that policies must name: mainnet, devnet or localnet. */
  String cluster();

  /** A paper chain of the system's own, with money of its own. */
  record Paper() implements ChainChoice {
    @Override
    public String cluster() {
      return LOCALNET;
    }
  }

  /**
   * Nodes that somebody else runs; on {@code localnet} they are on this machine.
   *
   * @param rpcUrls at least one; a path or a query may hold an access key
   */
  record Nodes(String cluster, List<URI> rpcUrls) implements ChainChoice {
    public Nodes {
      rpcUrls = List.copyOf(rpcUrls);
    }
  }

  /** The cluster of whoever risks nothing. */
  String LOCALNET = "localnet";

  /** Whether nothing of worth can be lost, so that what this machine lacks of hardening will do. */
  default boolean isLocal() {
    return cluster().equals(LOCALNET);
  }
}
