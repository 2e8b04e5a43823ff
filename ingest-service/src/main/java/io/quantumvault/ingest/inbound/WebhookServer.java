package io.quantumvault.ingest.inbound;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The HTTP server: one connector, one virtual thread per request, nothing that tells about us. */
public final class WebhookServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final int MAX_CONNECTIONS = 1024;
  private static final int IDLE_MILLIS = 5_000;
  private static final int STOP_MILLIS = 3_000;

  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A server that is not started.
   *
   * @param port 0 for any
   */
  public WebhookServer(
      String address, int port, WebhookController webhooks, StatusController status) {
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
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(new ConnectionLimit(MAX_CONNECTIONS, connector));
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
    int status = response.getStatus();
    Problem problem = status >= 500 ? Problem.FAILED : Problem.BAD_REQUEST;
    Answer answer = problem.answer();
    // The status that Jetty chose (400, 414, 431 …) says more than ours.
    write(response, new Answer(status, answer.contentType(), answer.body(), Map.of()), callback);
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
      Answer answer = answer(new JettyRequest(request));
      if (!request.consumeAvailable()) {
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
