package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.route.ClientNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;

/**
 * Lets connections in up to a number, and of one client up to a share. What is over either is
 * closed before a byte of it is read: left in the queue it would wait in front of everybody else's.
 */
final class ConnectionGate implements SelectorManager.AcceptListener {
  private final Places<ClientNetwork> places;
  private final Predicate<InetAddress> proxies;
  private final MeterRegistry meters;
  private final Map<SelectableChannel, ClientNetwork> inside = new ConcurrentHashMap<>();

  /** {@code proxies} speak for many clients, so no share is theirs: they may use every place. */
  ConnectionGate(int all, int share, Predicate<InetAddress> proxies, MeterRegistry meters) {
    this.places = new Places<>(all, share);
    this.proxies = proxies;
    this.meters = meters;
    meters.gauge("quantumvault.ingest.connections", places, Places::taken);
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    try {
      InetAddress client = client(channel);
      ClientNetwork network = ClientNetwork.of(client);
      switch (proxies.test(client) ? places.takeAnyNumber(network) : places.take(network)) {
        case TAKEN -> inside.put(channel, network);
        case SHARE_USED -> refuse(channel, "share");
        case FULL -> refuse(channel, "full");
      }
    } catch (IOException | IllegalStateException e) {
      // It was gone before it was in, or nobody can say whose it is.
      refuse(channel, "gone");
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    ClientNetwork network = inside.remove(channel);
    if (network != null) {
      places.leave(network);
    }
  }

  private static InetAddress client(SelectableChannel channel) throws IOException {
    if (channel instanceof SocketChannel socket
        && socket.getRemoteAddress() instanceof InetSocketAddress peer
        && peer.getAddress() != null) {
      return peer.getAddress();
    }
    throw new IllegalStateException("a connection without a peer address");
  }

  private void refuse(SelectableChannel channel, String why) {
    meters.counter("quantumvault.ingest.connections.refused", "why", why).increment();
    try (channel) {
      if (channel instanceof SocketChannel socket) {
        // A reset: a flood leaves no half-closed connections in the kernel, and its clients know.
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // Closed is what it was to become.
    }
  }
}
