package io.quantumvault.paper;

import io.quantumvault.paper.control.Control;
import io.quantumvault.paper.inbound.RpcDispatcher;
import io.quantumvault.paper.inbound.RpcServer;
import io.quantumvault.paper.inbound.SubscriptionServer;
import io.quantumvault.paper.node.RpcNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** The ports of all nodes. Behind one of them several nodes may answer in turn. */
final class Listeners implements AutoCloseable {
  private final List<RpcServer> servers = new ArrayList<>();
  private final Map<Integer, SubscriptionServer> subscriptions = new HashMap<>();

  private Listeners() {}

  static Listeners open(PaperChainSettings settings, Control control, InstantSource clock)
      throws IOException {
    Listeners listeners = new Listeners();
    List<RpcDispatcher> dispatchers = new ArrayList<>();
    for (int i = 0; i < control.nodes(); i++) {
      dispatchers.add(new RpcDispatcher(control.node(i), control));
    }
    try {
      for (int i = 0; i < control.nodes(); i++) {
        RpcNode node = control.node(i);
        AtomicInteger turns = new AtomicInteger();
        listeners.servers.add(
            RpcServer.start(
                settings.host(),
                node.settings().port(),
                clock,
                () -> dispatchers.get(answering(node, turns))));
        Integer port = node.settings().webSocketPort();
        if (port != null) {
          listeners.subscriptions.put(i, SubscriptionServer.start(settings.host(), port, node));
        }
      }
      return listeners;
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
  }

  private static int answering(RpcNode node, AtomicInteger turns) {
    List<Integer> inTurn = node.settings().answeredBy();
    return inTurn.isEmpty()
        ? node.index()
        : inTurn.get(Math.floorMod(turns.getAndIncrement(), inTurn.size()));
  }

  int port(int node) {
    return servers.get(node).port();
  }

  OptionalInt webSocketPort(int node) {
    SubscriptionServer server = subscriptions.get(node);
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  @Override
  public void close() {
    subscriptions.values().forEach(SubscriptionServer::close);
    servers.forEach(RpcServer::close);
  }
}
