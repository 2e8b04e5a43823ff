package io.quantumvault.standalone;

import java.net.URI;
import java.util.List;

/**
 * Where the running system is reached, on loopback, and the chain's nodes, wherever they are.
 *
 * @param testAlerts where the control plane hands in what is only to be decided
 * @param chainNodes at least one; a path or a query may hold an access key
 * @param chainSubscriptions where signatures are told of at once; of its own paper chain only
 */
public record Addresses(
    URI console,
    URI webhooks,
    URI testAlerts,
    List<URI> chainNodes,
    List<URI> chainSubscriptions,
    String kafkaBootstrapServers,
    String jdbcUrl) {
  public Addresses {
    chainNodes = List.copyOf(chainNodes);
    chainSubscriptions = List.copyOf(chainSubscriptions);
  }

  /** The first node. */
  public URI chainRpc() {
    return chainNodes.getFirst();
  }
}
