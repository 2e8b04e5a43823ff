package io.quantumvault.paper.inbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * HTTP around a node, or around several that answer one address in turn: POST / with JSON, GET
 * /health. Anything that is not declared as JSON is refused, so that no web page can post here from
 * a visitor's browser.
 */
public final class RpcServer implements AutoCloseable {
  private static final int MAX_BODY = 1 << 20;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ReplyWriter writer;
  private final Supplier<RpcDispatcher> turn;

  private RpcServer(HttpServer server, ReplyWriter writer, Supplier<RpcDispatcher> turn) {
    this.server = server;
    this.writer = writer;
    this.turn = turn;
  }

  /**
   * Listens.
   *
   * @param clock what delayed and slow answers wait by
   * @param turn whose turn it is to answer
   */
  public static RpcServer start(
      String host, int port, InstantSource clock, Supplier<RpcDispatcher> turn) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
    RpcServer server = new RpcServer(http, new ReplyWriter(new Patience(clock)), turn);
    http.setExecutor(server.executor);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("GET") && path.equals("/health")) {
        String health = turn.get().isHealthy() ? "ok" : "behind";
        plain(exchange, 200, health.getBytes(StandardCharsets.UTF_8));
      } else if (!path.equals("/")) {
        plain(exchange, 404, new byte[0]);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        plain(exchange, 405, new byte[0]);
      } else if (!isJson(exchange)) {
        plain(exchange, 415, new byte[0]);
      } else {
        post(exchange);
      }
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY + 1);
    }
    if (body.length > MAX_BODY) {
      plain(exchange, 413, new byte[0]);
    } else {
      writer.write(exchange, turn.get().reply(body));
    }
  }

  private static void plain(HttpExchange exchange, int status, byte[] body) throws IOException {
    ReplyWriter.respond(exchange, status, "text/plain", body);
  }

  private static boolean isJson(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
