package io.quantumvault.control.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.quantumvault.keys.metrics.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics} on the loopback address: owners' port has no such page. */
public final class MetricsServer implements AutoCloseable {
  private final @Nullable HttpServer server;

  /**
   * Listens.
   *
   * @param port 0 for any free one, below for none
   * @param page what to answer
   */
  public MetricsServer(int port, Supplier<String> page) {
    try {
      server =
          port < 0
              ? null
              : HttpServer.create(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (IOException e) {
      throw new UncheckedIOException("management port " + port + " cannot be opened", e);
    }
    if (server != null) {
      server.createContext(
          "/metrics",
          exchange -> {
            try (exchange) {
              byte[] body = page.get().getBytes(UTF_8);
              exchange.getResponseHeaders().set("content-type", PrometheusText.CONTENT_TYPE);
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
    }
  }

  /** The port it listens on, -1 for none. */
  public int port() {
    return server == null ? -1 : server.getAddress().getPort();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
