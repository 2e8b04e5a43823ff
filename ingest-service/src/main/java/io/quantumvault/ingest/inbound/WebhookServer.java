package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The HTTP server: one connector, one virtual thread per request, nothing that tells about us. Its
 * connections are bounded in number, each client's in its share of them, and each in its time.
 */
public final class WebhookServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
  private static final int MAX_HEADER_BYTES = 8 * 1024;

  /**
   * As long as the kernel allows: a burst of connections is not to make those that come with it
   * knock again, which takes them a second and then three.
   */
  private static final int ACCEPT_QUEUE = 4096;

  private static final int STOP_MILLIS = 3_000;

  private final Server server;
  private final PacedConnector connector;
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Room for connections and their time.
   *
   * @param connections at once
   * @param perClient of them for one client
   * @param proxies who may have all of them, speaking for many
   * @param idleWithin until the first byte of a request
   * @param headerWithin from there to the end of its header
   * @param finishWithin from there until its answer is handed to the network
   */
  public record Limits(
      int connections,
      int perClient,
      Predicate<InetAddress> proxies,
      Duration idleWithin,
      Duration headerWithin,
      Duration finishWithin) {
    ConnectionPace.Limits pace() {
      return new ConnectionPace.Limits(idleWithin, headerWithin, finishWithin);
    }
  }

  /**
   * A server that is not started.
   *
   * @param port 0 for any
   */
  public WebhookServer(
      String address,
      int port,
      WebhookController webhooks,
      StatusController status,
      Limits limits,
      MeterRegistry meters) {
    QueuedThreadPool threads = new QueuedThreadPool(8, 2);
    threads.setName("ingest-http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(virtualThreads);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setResponseHeaderSize(MAX_HEADER_BYTES);
    // What two readers could understand in two ways is refused: folded headers, two lengths, a
    // length beside chunks, lines that end without a carriage return, two hosts.
    http.setHttpCompliance(HttpCompliance.STRICT);
    connector = new PacedConnector(server, new HttpConnectionFactory(http), limits.pace(), meters);
    connector.setHost(address);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector
        .getSelectorManager()
        .addEventListener(
            new ConnectionGate(
                new Places<>(limits.connections(), limits.perClient()),
                limits.proxies(),
                connector::slowest,
                meters));
    server.addConnector(connector);
    server.setHandler(new Router(webhooks, status));
    server.setErrorHandler(WebhookServer::error);
    server.setStopTimeout(STOP_MILLIS);
  }

  @Override
  public void start() {
    try {
      server.start();
      LOG.atInfo()
          .setMessage("webhooks are served")
          .addKeyValue("address", connector.getHost())
          .addKeyValue("port", port())
          .log();
    } catch (Exception e) {
      throw new IllegalStateException(
          "the HTTP server did not start on " + connector.getHost() + ":" + connector.getPort(), e);
    }
  }

  @Override
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server did not stop cleanly", e);
    }
    // Not close(): that would wait for a request that waits for something that never comes.
    virtualThreads.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return server.isRunning();
  }

  /** Started last and stopped first: nothing is taken that could not be handed on. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 100;
  }

  /** The port it is really bound to; below 1 while it is not. */
  public int port() {
    return connector.getLocalPort();
  }

  static boolean error(Request request, Response response, Callback callback) {
    // The status that Jetty chose (400, 414, 431, 505 …) says more than ours; but for its own
    // failure it speaks of what was sent.
    int status = response.getStatus();
    Problem problem = status == 500 || status == 503 ? Problem.FAILED : Problem.BAD_REQUEST;
    write(response, problem.as(status), callback);
    return true;
  }

  static void write(Response response, Answer answer, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    Content.Sink.write(response, true, answer.body(), callback);
  }

  private static final class Router extends Handler.Abstract {
    private final WebhookController webhooks;
    private final StatusController status;

    Router(WebhookController webhooks, StatusController status) {
      this.webhooks = webhooks;
      this.status = status;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      PacedEndPoint.headerComplete(request);
      OptionalInt refusal = OddRequest.refusal(request);
      Answer answer =
          refusal.isPresent()
              ? Problem.BAD_REQUEST.as(refusal.getAsInt())
              : answer(new JettyRequest(request));
      if (refusal.isPresent() || !request.consumeAvailable()) {
        // Answered before the body had come: the connection ends here, and a sender that is not
        // told would lose its next alert on it.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      write(response, answer, callback);
      return true;
    }

    private Answer answer(IncomingRequest request) {
      try {
        return request.path().startsWith(WebhookController.PATH)
            ? webhooks.handle(request)
            : status.handle(request);
      } catch (RuntimeException e) {
        // The address holds the token, so it is not part of the line.
        LOG.error("a request failed", e);
        return Problem.FAILED.answer();
      }
    }
  }
}
