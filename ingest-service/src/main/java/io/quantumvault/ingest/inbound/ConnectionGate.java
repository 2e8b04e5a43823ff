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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;

/**
 * Lets connections in up to a number, and of one client up to a share. What is over either is
 * closed before a byte of it is read: left in the queue it would wait in front of everybody else's.
 * When all places are taken, a client with fewer connections gets the place of the slowest of the
 * client with most; so many clients together shut nobody out either.
 */
final class ConnectionGate implements SelectorManager.AcceptListener {
  private final Places<Holder> places;
  private final Predicate<InetAddress> proxies;
  private final Function<Predicate<SelectableChannel>, Optional<PacedEndPoint>> slowest;
  private final MeterRegistry meters;
  private final Map<SelectableChannel, Holder> inside = new ConcurrentHashMap<>();

  /** Who holds connections; a proxy speaks for many clients, so no share is its. */
  record Holder(ClientNetwork network, boolean proxy) {}

  /**
   * A gate.
   *
   * @param proxies may use every place
   * @param slowest of the connections that are inside, by channel
   */
  ConnectionGate(
      Places<Holder> places,
      Predicate<InetAddress> proxies,
      Function<Predicate<SelectableChannel>, Optional<PacedEndPoint>> slowest,
      MeterRegistry meters) {
    this.places = places;
    this.proxies = proxies;
    this.slowest = slowest;
    this.meters = meters;
    meters.gauge("quantumvault.ingest.connections", places, Places::taken);
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    try {
      InetAddress client = client(channel);
      Holder holder = new Holder(ClientNetwork.of(client), proxies.test(client));
      Places.Verdict verdict = take(holder);
      if (verdict == Places.Verdict.FULL && makeRoomFor(holder)) {
        verdict = take(holder);
      }
      switch (verdict) {
        case TAKEN -> inside.put(channel, holder);
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
    Holder holder = inside.remove(channel);
    if (holder != null) {
      places.leave(holder);
    }
  }

  private Places.Verdict take(Holder holder) {
    return holder.proxy() ? places.takeAnyNumber(holder) : places.take(holder);
  }

  private boolean makeRoomFor(Holder newcomer) {
    Optional<PacedEndPoint> leaving =
        places
            .largerHolder(newcomer, Holder::proxy)
            .flatMap(larger -> slowest.apply(channel -> larger.equals(inside.get(channel))));
    leaving.ifPresent(connection -> {
      meters.counter("quantumvault.ingest.connections.displaced").increment();
      // Its end is told later, and its place is wanted now.
      onClosed(connection.getChannel());
      connection.close();
    });
    return leaving.isPresent();
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
