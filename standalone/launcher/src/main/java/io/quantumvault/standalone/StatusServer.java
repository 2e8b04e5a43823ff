package io.quantumvault.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers {@code qv status} from inside the running system, on a loopback port of its own. */
final class StatusServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final Supplier<List<Service.State>> states;

  private StatusServer(HttpServer server, Supplier<List<Service.State>> states) {
    this.server = server;
    this.states = states;
  }

  static StatusServer start(Supplier<List<Service.State>> states) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StatusServer server = new StatusServer(http, states);
    http.createContext("/status", server::answer);
    http.start();
    return server;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    List<Service.State> now = states.get();
    String text =
        now.stream()
            .map(state -> "%-26s %s%n".formatted(state.name(), state.told()))
            .collect(Collectors.joining());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean ready = now.stream().allMatch(Service.State::ready);
    try (exchange) {
      exchange.sendResponseHeaders(ready ? OK : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
