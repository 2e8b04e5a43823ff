package io.quantumvault.ingest.inbound;

import io.quantumvault.ingest.route.ClientNetwork;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Who sent a request. Found once for each, so that the source check, fairness and the log speak of
 * the same one.
 *
 * @param peer the other end of the connection
 * @param source the sender; empty where a proxy's word for it could not be read
 */
record Caller(InetAddress peer, Optional<InetAddress> source) {
  /** Where nobody knows who sent it, the proxy that forwarded it answers for it. */
  InetAddress answerable() {
    return source.orElse(peer);
  }

  ClientNetwork network() {
    return ClientNetwork.of(answerable());
  }
}
