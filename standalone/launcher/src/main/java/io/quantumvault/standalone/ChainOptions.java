package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code --cluster} and {@code --rpc-url} mean together. */
final class ChainOptions {
  static final String CLUSTER = "--cluster";
  static final String RPC_URL = "--rpc-url";
  private static final Set<String> CLUSTERS = Set.of(ChainChoice.LOCALNET, "devnet", "mainnet");

  private ChainOptions() {}

  /**
   * The choice; a paper chain where nothing is said.
   *
   * @param rpcUrls separated by commas
   * @throws StartRefused naming what does not fit, never an address, which may hold an access key
   */
  static ChainChoice choice(@Nullable String cluster, @Nullable String rpcUrls) {
    if (cluster != null && !CLUSTERS.contains(cluster)) {
      throw new StartRefused(CLUSTER + " needs localnet, devnet or mainnet after it.");
    }
    if (rpcUrls == null) {
      if (cluster == null || cluster.equals(ChainChoice.LOCALNET)) {
        return new ChainChoice.Paper();
      }
      throw new StartRefused(
          CLUSTER
              + " "
              + cluster
              + " needs "
              + RPC_URL
              + " URL[,URL…]: the nodes to trade through.");
    }
    if (cluster == null) {
      throw new StartRefused(RPC_URL + " needs --cluster localnet, devnet or mainnet beside it.");
    }
    List<URI> addresses = new ArrayList<>();
    for (String text : rpcUrls.split(",", -1)) {
      addresses.add(address(text, addresses.size() + 1, cluster));
    }
    return new ChainChoice.Nodes(cluster, addresses);
  }

  private static URI address(String text, int number, String cluster) {
    String which = RPC_URL + ": address " + number;
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      throw new StartRefused(which + " is no http or https address.");
    }
    String scheme = address.getScheme();
    if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new StartRefused(which + " is no http or https address.");
    }
    boolean here = isLoopback(address.getHost());
    if (cluster.equals(ChainChoice.LOCALNET) && !here) {
      throw new StartRefused(
          which
              + " is not on this machine, where a localnet is; use 127.0.0.1 or another cluster.");
    }
    if (scheme.equals("http") && !here) {
      throw new StartRefused(
          which + " is plain http to another machine, where anybody between could lie; use https.");
    }
    return address;
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]")
              && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
