package io.quantumvault.paper.inbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/** The WebSocket library's side: connections, and one that has gone silent. */
final class SubscriptionSockets extends WebSocketServer {
  private static final int MAX_PENDING_CONNECTIONS = 50;
  private static final int STOP_MILLIS = 1_000;

  private final CompletableFuture<Boolean> started = new CompletableFuture<>();
  private volatile BiConsumer<Subscriber, String> listener = (subscriber, text) -> {};
  private volatile boolean silent;

  private SubscriptionSockets(InetSocketAddress address) {
    super(address, 1);
    setReuseAddr(true);
    setTcpNoDelay(true);
    setDaemon(true);
    setMaxPendingConnections(MAX_PENDING_CONNECTIONS);
    // Its watch over lost connections would wake up for nothing.
    setConnectionLostTimeout(0);
  }

  static SubscriptionSockets open(InetSocketAddress address) throws IOException {
    SubscriptionSockets sockets = new SubscriptionSockets(address);
    sockets.start();
    try {
      var _ = sockets.started.get();
      return sockets;
    } catch (ExecutionException e) {
      sockets.close();
      throw new IOException("no subscriptions at " + address + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sockets.close();
      throw new IOException("interrupted while opening " + address, e);
    }
  }

  void onMessage(BiConsumer<Subscriber, String> changed) {
    listener = changed;
  }

  List<Subscriber> subscribers() {
    return getConnections().stream()
        .map(SubscriptionSockets::subscriber)
        .filter(s -> s != null)
        .toList();
  }

  /** Silences who is connected, for good, and who will be, until it is taken back. */
  void silence(boolean on) {
    silent = on;
    if (on) {
      subscribers().forEach(Subscriber::silence);
    }
  }

  private static @Nullable Subscriber subscriber(WebSocket socket) {
    return socket.getAttachment();
  }

  @Override
  public void onStart() {
    started.complete(true);
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake handshake) {
    Subscriber subscriber = new Subscriber(text -> send(socket, text));
    if (silent) {
      subscriber.silence();
    }
    socket.setAttachment(subscriber);
  }

  private static void send(WebSocket socket, String text) {
    if (socket.isOpen()) {
      socket.send(text);
    }
  }

  @Override
  public void onMessage(WebSocket socket, String text) {
    Subscriber subscriber = subscriber(socket);
    if (subscriber != null && !subscriber.isSilent()) {
      listener.accept(subscriber, text);
    }
  }

  @Override
  public void onWebsocketPing(WebSocket socket, Framedata frame) {
    Subscriber subscriber = subscriber(socket);
    if (subscriber != null && !subscriber.isSilent()) {
      super.onWebsocketPing(socket, frame);
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    Subscriber subscriber = subscriber(socket);
    if (subscriber != null) {
      subscriber.waiting().clear();
    }
  }

  @Override
  public void onError(@Nullable WebSocket socket, Exception problem) {
    if (socket == null) {
      started.completeExceptionally(problem);
    }
  }

  void close() {
    try {
      stop(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
