package io.quantumvault.ingest.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who really sent a request: {@code X-Forwarded-For} is believed only from configured proxies. */
public final class SourceAddress {
  /** More proxies than any chain has: whoever writes more plays. */
  static final int MOST_HOPS = 32;

  private final List<Network> trustedProxies;

  /** Believes these proxies; with none, the peer is the sender. */
  public SourceAddress(List<Network> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * The sender: going back from the peer, the first address that is no trusted proxy. What stands
   * to its left came from the sender and is not even read. Empty when a trusted proxy forwarded
   * something that is no address, or there are more than 32 proxies: then nobody knows.
   *
   * @param forwardedFor the values of all such headers, in order
   */
  public Optional<InetAddress> of(InetAddress peer, List<String> forwardedFor) {
    InetAddress sender = peer;
    int hops = 0;
    for (String line : forwardedFor.reversed()) {
      int end = line.length();
      while (end >= 0) {
        if (!trusts(sender)) {
          return Optional.of(sender);
        }
        int comma = line.lastIndexOf(',', end - 1);
        Optional<InetAddress> hop = ForwardedHop.parse(line.substring(comma + 1, end).strip());
        if (hop.isEmpty() || ++hops > MOST_HOPS) {
          return Optional.empty();
        }
        sender = hop.get();
        end = comma;
      }
    }
    return Optional.of(sender);
  }

  /** Whether this is one of the configured proxies. */
  public boolean trusts(InetAddress address) {
    return trustedProxies.stream().anyMatch(proxy -> proxy.contains(address));
  }
}
