package io.quantumvault.signer.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quantumvault.keys.metrics.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code GET /health} on the loopback address: 200 when the signer can sign, else 503 with every
 * reason why not; {@code GET /metrics} for Prometheus. It has no other address and no business
 * interface.
 */
public final class HealthServer implements AutoCloseable {
  private static final int READY = 200;
  private static final int NOT_READY = 503;

  private final HttpServer server;

  /**
   * Listens.
   *
   * @param port 0 for any free one
   * @param problems what keeps it from signing; empty when ready
   * @param metrics the page of metrics
   */
  public HealthServer(int port, Supplier<List<String>> problems, Supplier<String> metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (IOException e) {
      throw new UncheckedIOException("management port " + port + " cannot be opened", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/health",
        exchange -> {
          var reasons = problems.get();
          answer(
              exchange, reasons.isEmpty() ? READY : NOT_READY, "application/json", body(reasons));
        });
    server.createContext(
        "/metrics",
        exchange -> answer(exchange, READY, PrometheusText.CONTENT_TYPE, metrics.get()));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("content-type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String body(List<String> reasons) {
    return "{\"ready\":"
        + reasons.isEmpty()
        + ",\"reasons\":"
        + reasons.stream()
            .collect(
                Collectors.joining(
                    "\",\"", reasons.isEmpty() ? "[" : "[\"", reasons.isEmpty() ? "]" : "\"]"))
        + "}";
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
