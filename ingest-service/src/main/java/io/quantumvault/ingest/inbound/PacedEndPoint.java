package io.quantumvault.ingest.inbound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that knows how far its request is. */
final class PacedEndPoint extends SocketChannelEndPoint {
  private final ConnectionPace pace;

  PacedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ConnectionPace.Limits limits) {
    super(channel, selector, key, scheduler);
    pace = new ConnectionPace(limits, System.nanoTime());
  }

  ConnectionPace pace() {
    return pace;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled > 0) {
      pace.received(System.nanoTime());
    }
    return filled;
  }

  /** The header of a request is there; the phase after it ends with the answer. */
  static void headerComplete(Request request) {
    if (request.getConnectionMetaData().getConnection().getEndPoint()
        instanceof PacedEndPoint connection) {
      connection.pace.headerComplete(System.nanoTime());
      Request.addCompletionListener(request, _ -> connection.pace.answered(System.nanoTime()));
    }
  }
}
