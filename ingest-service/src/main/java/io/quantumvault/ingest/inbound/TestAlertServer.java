package io.quantumvault.ingest.inbound;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Where the control plane hands in alerts that are only to be decided: a server apart from the
 * webhooks', so that neither takes the other's connections. It is not for the world: whoever
 * reaches it still has to show the token.
 */
public final class TestAlertServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(TestAlertServer.class);
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final int MAX_CONNECTIONS = 64;
  private static final int IDLE_MILLIS = 5_000;
  private static final int STOP_MILLIS = 3_000;

  private final @Nullable ServerConnector connector;
  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A server that is not started.
   *
   * @param port 0 for any
   */
  public TestAlertServer(String address, int port, TestAlertController testAlerts) {
    QueuedThreadPool threads = new QueuedThreadPool(4, 1);
    threads.setName("ingest-test-alerts");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(virtualThreads);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setResponseHeaderSize(MAX_HEADER_BYTES);
    http.setHttpCompliance(HttpCompliance.STRICT);
    ServerConnector listening = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    listening.setHost(address);
    listening.setPort(port);
    listening.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(listening);
    server.addBean(new ConnectionLimit(MAX_CONNECTIONS, listening));
    server.setHandler(new Answering(testAlerts));
    server.setErrorHandler(WebhookServer::error);
    server.setStopTimeout(STOP_MILLIS);
    connector = listening;
  }

  private TestAlertServer() {
    connector = null;
  }

  /** One that never opens. */
  public static TestAlertServer shut() {
    return new TestAlertServer();
  }

  @Override
  public void start() {
    if (connector == null) {
      return;
    }
    try {
      connector.getServer().start();
      LOG.atInfo()
          .setMessage("test alerts are taken")
          .addKeyValue("address", connector.getHost())
          .addKeyValue("port", port())
          .log();
    } catch (Exception e) {
      throw new IllegalStateException(
          "the server for test alerts did not start on "
              + connector.getHost()
              + ":"
              + connector.getPort(),
          e);
    }
  }

  @Override
  public void stop() {
    if (connector != null) {
      try {
        connector.getServer().stop();
      } catch (Exception e) {
        LOG.warn("the server for test alerts did not stop cleanly", e);
      }
    }
    virtualThreads.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return connector != null && connector.getServer().isRunning();
  }

  /** As the webhooks' own: nothing is taken that could not be handed on. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE - 100;
  }

  /** The port it is really bound to; below 1 while it is not. */
  public int port() {
    return connector == null ? -1 : connector.getLocalPort();
  }

  private static final class Answering extends Handler.Abstract {
    private final TestAlertController testAlerts;

    Answering(TestAlertController testAlerts) {
      this.testAlerts = testAlerts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Answer answer = answer(request);
      if (!request.consumeAvailable()) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      WebhookServer.write(response, answer, callback);
      return true;
    }

    private Answer answer(Request request) {
      try {
        return testAlerts.handle(new JettyRequest(request));
      } catch (RuntimeException e) {
        LOG.error("a test alert failed", e);
        return Problem.FAILED.answer();
      }
    }
  }
}
