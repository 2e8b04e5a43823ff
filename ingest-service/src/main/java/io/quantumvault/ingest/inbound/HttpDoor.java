package io.quantumvault.ingest.inbound;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
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

/** An HTTP server: one connector, one virtual thread per request, nothing that tells about us. */
final class HttpDoor {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final int IDLE_MILLIS = 5_000;
  private static final int STOP_MILLIS = 3_000;

  private final String name;
  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A server that is not started.
   *
   * @param name what is behind it, for its threads and the log
   * @param port 0 for any
   */
  HttpDoor(
      String name,
      String address,
      int port,
      int maxConnections,
      Function<IncomingRequest, Answer> requests) {
    this.name = name;
    QueuedThreadPool threads = new QueuedThreadPool(8, 2);
    threads.setName("ingest-" + name);
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
    server.addBean(new ConnectionLimit(maxConnections, connector));
    server.setHandler(new Answering(requests));
    server.setErrorHandler(HttpDoor::error);
    server.setStopTimeout(STOP_MILLIS);
  }

  void start() {
    try {
      server.start();
      LOG.atInfo()
          .setMessage("requests are taken")
          .addKeyValue("door", name)
          .addKeyValue("address", connector.getHost())
          .addKeyValue("port", port())
          .log();
    } catch (Exception e) {
      throw new IllegalStateException(
          "the HTTP server did not start on " + connector.getHost() + ":" + connector.getPort(), e);
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the HTTP server did not stop cleanly", e);
    }
    // Not close(): that would wait for a request that waits for something that never comes.
    virtualThreads.shutdownNow();
  }

  boolean isRunning() {
    return server.isRunning();
  }

  /** The port it is really bound to; below 1 while it is not. */
  int port() {
    return connector.getLocalPort();
  }

  private static boolean error(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem = status >= 500 ? Problem.FAILED : Problem.BAD_REQUEST;
    Answer answer = problem.answer();
    // The status that Jetty chose (400, 414, 431 …) says more than ours.
    write(response, new Answer(status, answer.contentType(), answer.body(), Map.of()), callback);
    return true;
  }

  private static void write(Response response, Answer answer, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    Content.Sink.write(response, true, answer.body(), callback);
  }

  private static final class Answering extends Handler.Abstract {
    private final Function<IncomingRequest, Answer> requests;

    Answering(Function<IncomingRequest, Answer> requests) {
      this.requests = requests;
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
        return requests.apply(request);
      } catch (RuntimeException e) {
        // The address holds the token, so it is not part of the line.
        LOG.error("a request failed", e);
        return Problem.FAILED.answer();
      }
    }
  }
}
