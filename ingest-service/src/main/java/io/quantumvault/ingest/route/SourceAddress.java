package io.quantumvault.ingest.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who really sent a request: {@code X-Forwarded-For} is believed only from configured proxies. */
public final class SourceAddress {
  private final List<Network> trustedProxies;

  /** Believes these proxies; with none, the peer is the sender. */
  public SourceAddress(List<Network> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * The sender: going back from the peer, the first address that is no trusted proxy. Empty when a
   * trusted proxy forwarded something that is no address: then nobody knows.
   *
   * @param forwardedFor the values of all such headers, in order
   */
  public Optional<InetAddress> of(InetAddress peer, List<String> forwardedFor) {
    List<String> hops =
        forwardedFor.stream()
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .map(String::strip)
            .toList();
    InetAddress sender = peer;
    for (String hop : hops.reversed()) {
      if (!trusted(sender)) {
        return Optional.of(sender);
      }
      try {
        sender = InetAddress.ofLiteral(hop);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(sender);
  }

  private boolean trusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(proxy -> proxy.contains(address));
  }
}
