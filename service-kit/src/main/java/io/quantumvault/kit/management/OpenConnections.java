package io.quantumvault.kit.management;

import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** So many connections and no more: the oldest makes room. */
final class OpenConnections {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  private final int most;
  private final Map<Socket, Thread> open = new LinkedHashMap<>();

  OpenConnections(int most) {
    this.most = most;
  }

  /** Takes one more, with the thread that will serve it. */
  synchronized void add(Socket socket, Thread thread) {
    if (open.size() == most) {
      end(open.keySet().iterator().next());
    }
    open.put(socket, thread);
  }

  /** Served. */
  synchronized void done(Socket socket) {
    open.remove(socket);
  }

  /** Ends it, whatever its thread waits for; nothing where it is served already. */
  synchronized void end(Socket socket) {
    Thread thread = open.remove(socket);
    if (thread != null) {
      close(socket);
      thread.interrupt();
    }
  }

  synchronized void endAll() {
    List.copyOf(open.keySet()).forEach(this::end);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("A connection was not closed");
    }
  }
}
