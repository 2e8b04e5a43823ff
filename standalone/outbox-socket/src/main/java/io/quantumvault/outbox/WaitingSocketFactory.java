package io.quantumvault.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets for PostgreSQL's driver on which asking whether something has arrived waits for it, for a
 * while. Debezium's reader of the write-ahead log asks, and sleeps for its poll interval when
 * nothing is there: with these sockets it hardly ever sleeps, so a commit is read at once, and a
 * quiet log costs a few system calls a second. Named by {@code driver.socketFactory} in the
 * connector's file.
 */
public final class WaitingSocketFactory extends SocketFactory {
  /**
   * The driver holds its lock while it asks, and Debezium asks five times before it sleeps: who
   * acknowledges a position or ends the connector waits five times as long, which must stay well
   * below the time Connect gives a task to end. Shorter, and more commits come while it sleeps.
   */
  static final int WAIT_MILLIS = 600;

  /** The driver makes it by name. */
  public WaitingSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new WaitingSocket(WAIT_MILLIS);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(InetAddress.getByName(host), port, null, 0);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(InetAddress.getByName(host), port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(host, port, null, 0);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(host, port, localHost, localPort);
  }

  private Socket connected(
      InetAddress host,
      int port,
      @org.jspecify.annotations.Nullable InetAddress localHost,
      int localPort)
      throws IOException {
    Socket socket = createSocket();
    if (localHost != null) {
      socket.bind(new java.net.InetSocketAddress(localHost, localPort));
    }
    socket.connect(new java.net.InetSocketAddress(host, port));
    return socket;
  }
}
