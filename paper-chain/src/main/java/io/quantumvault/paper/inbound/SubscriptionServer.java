package io.quantumvault.paper.inbound;

import io.quantumvault.paper.node.RpcNode;
import io.quantumvault.paper.node.SubscriptionFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node's subscriptions over WebSocket. What somebody waits for is looked at after each block, and
 * every few milliseconds only while something is on its way to its commitment.
 */
public final class SubscriptionServer implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 10;

  /** What comes after the end is dropped: the last block may race with it. */
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> Thread.ofPlatform().daemon().name("paper-chain-subscriptions").unstarted(task),
          new ThreadPoolExecutor.DiscardPolicy());

  private final SubscriptionMethods methods = new SubscriptionMethods();
  private final Notifications notifications;
  private final InetSocketAddress address;
  private @Nullable SubscriptionSockets sockets;
  private boolean looking;

  private SubscriptionServer(RpcNode node, SubscriptionSockets sockets, String host) {
    this.sockets = sockets;
    this.address = new InetSocketAddress(host, sockets.getPort());
    this.notifications = new Notifications(node);
  }

  /**
   * Listens.
   *
   * @throws IOException when the port is taken
   */
  public static SubscriptionServer start(String host, int port, RpcNode node) throws IOException {
    SubscriptionSockets sockets = SubscriptionSockets.open(new InetSocketAddress(host, port));
    SubscriptionServer server = new SubscriptionServer(node, sockets, host);
    sockets.onMessage(server::message);
    node.validator().onBlock(server::block);
    node.onSubscriptionFault(server::fault);
    return server;
  }

  public int port() {
    return address.getPort();
  }

  private synchronized List<Subscriber> subscribers() {
    return sockets == null ? List.of() : sockets.subscribers();
  }

  private void message(Subscriber subscriber, String text) {
    subscriber.tell(methods.answer(subscriber, text));
    if (somebodyWaits()) {
      thread.execute(this::tell);
    }
  }

  /** Reads the slot here, where no other block can come in between, and tells it elsewhere. */
  private void block() {
    if (somebodyWaits()) {
      Notifications.SlotTold slot = notifications.newestSlot();
      thread.execute(() -> {
        notifications.slot(slot, subscribers());
        tell();
      });
    }
  }

  private boolean somebodyWaits() {
    return subscribers().stream().anyMatch(s -> !s.waiting().isEmpty());
  }

  private void tell() {
    if (notifications.signatures(subscribers()) && !looking) {
      looking = true;
      var _ = thread.schedule(this::lookAgain, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookAgain() {
    looking = false;
    tell();
  }

  /** Runs with whoever changes the fault, so that it holds when the change is answered. */
  private synchronized void fault(SubscriptionFault fault) throws IOException {
    SubscriptionSockets open = sockets;
    switch (fault) {
      case SILENT -> {
        if (open != null) {
          open.silence(true);
        }
      }
      case REFUSED -> {
        sockets = null;
        if (open != null) {
          open.close();
        }
      }
      case NONE -> {
        if (open == null) {
          sockets = SubscriptionSockets.open(address);
          sockets.onMessage(this::message);
        } else {
          open.silence(false);
        }
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (this) {
      if (sockets != null) {
        sockets.close();
      }
    }
  }
}
