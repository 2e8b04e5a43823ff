package io.quantumvault.paper.inbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP around the dispatcher: POST / with JSON, GET /health. Anything that is not declared as JSON
 * is refused, so that no web page can post here from a visitor's browser.
 */
public final class RpcServer implements AutoCloseable {
  private static final int MAX_BODY = 1 << 20;

  private final HttpServer server;
  private final ExecutorService executor;

  private RpcServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  public static RpcServer start(String host, int port, RpcDispatcher dispatcher)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    server.createContext("/", exchange -> handle(exchange, dispatcher));
    server.start();
    return new RpcServer(server, executor);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void handle(HttpExchange exchange, RpcDispatcher dispatcher) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("GET") && path.equals("/health")) {
        String health = dispatcher.isHealthy() ? "ok" : "behind";
        respond(exchange, 200, "text/plain", health.getBytes(StandardCharsets.UTF_8));
      } else if (!path.equals("/")) {
        respond(exchange, 404, "text/plain", new byte[0]);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        respond(exchange, 405, "text/plain", new byte[0]);
      } else if (!isJson(exchange)) {
        respond(exchange, 415, "text/plain", new byte[0]);
      } else {
        post(exchange, dispatcher);
      }
    }
  }

  private static void post(HttpExchange exchange, RpcDispatcher dispatcher) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY + 1);
    }
    if (body.length > MAX_BODY) {
      respond(exchange, 413, "text/plain", new byte[0]);
    } else {
      respond(exchange, 200, "application/json; charset=utf-8", dispatcher.answer(body));
    }
  }

  private static boolean isJson(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
