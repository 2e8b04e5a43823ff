package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector that looks after its connections a few times a second and closes the overdue. */
final class PacedConnector extends ServerConnector {
  /** So much longer than its limit a phase may last. */
  private static final int LOOK_MILLIS = 250;

  private final ConnectionPace.Limits limits;
  private final MeterRegistry meters;

  PacedConnector(
      Server server,
      HttpConnectionFactory http,
      ConnectionPace.Limits limits,
      MeterRegistry meters) {
    super(server, 1, 1, http);
    this.limits = limits;
    this.meters = meters;
    // Jetty's own limit begins anew with each byte; it stands behind ours.
    setIdleTimeout(limits.idle().plus(limits.header()).plus(limits.answer()).toMillis());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    look();
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    PacedEndPoint connection = new PacedEndPoint(channel, selector, key, getScheduler(), limits);
    connection.setIdleTimeout(getIdleTimeout());
    return connection;
  }

  /** Of these connections the one that has been without a complete request for longest. */
  Optional<PacedEndPoint> slowest(Predicate<SelectableChannel> among) {
    long nowNanos = System.nanoTime();
    PacedEndPoint slowest = null;
    long longest = Long.MIN_VALUE;
    for (EndPoint endPoint : getConnectedEndPoints()) {
      if (endPoint instanceof PacedEndPoint connection && among.test(connection.getChannel())) {
        OptionalLong since = connection.pace().waitingSince();
        if (since.isPresent() && nowNanos - since.getAsLong() > longest) {
          longest = nowNanos - since.getAsLong();
          slowest = connection;
        }
      }
    }
    return Optional.ofNullable(slowest);
  }

  private void look() {
    if (isRunning() || isStarting()) {
      try {
        closeOverdue(System.nanoTime());
      } finally {
        getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void closeOverdue(long nowNanos) {
    for (EndPoint endPoint : getConnectedEndPoints()) {
      if (endPoint instanceof PacedEndPoint connection) {
        connection.pace().overdue(nowNanos).ifPresent(phase -> close(connection, phase));
      }
    }
  }

  private void close(PacedEndPoint connection, ConnectionPace.Phase phase) {
    String name = phase.name().toLowerCase(Locale.ROOT);
    meters.counter("quantumvault.ingest.connections.overdue", "phase", name).increment();
    connection.close();
  }
}
