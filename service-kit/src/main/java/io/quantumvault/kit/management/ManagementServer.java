package io.quantumvault.kit.management;

import io.quantumvault.kit.settings.ManagementSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics over HTTP on the loopback address, and on no other. Each connection is one
 * request on a virtual thread of its own, and ends after {@link #PATIENCE} at the latest. There are
 * at most {@link #MOST_CONNECTIONS}: for one more the oldest is closed, so that whoever is slow
 * keeps nobody else out.
 *
 * <p>Not the JDK's own server: its limits are properties of the whole process, read once, and off
 * unless set.
 */
public final class ManagementServer implements AutoCloseable {
  static final int MOST_CONNECTIONS = 32;
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_UNREAD_BYTES = 64 * 1024;
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  private final @Nullable ServerSocket door;
  private final ManagementPages pages;
  private final OpenConnections open = new OpenConnections(MOST_CONNECTIONS);
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("management-clock").daemon().factory());

  /**
   * Listens.
   *
   * @param metrics asked at each scrape
   * @throws UncheckedIOException when the port is taken
   */
  public ManagementServer(
      ManagementSettings settings, Health health, Supplier<List<MetricsPage>> metrics) {
    this(settings, health, metrics, PATIENCE);
  }

  ManagementServer(
      ManagementSettings settings,
      Health health,
      Supplier<List<MetricsPage>> metrics,
      Duration patience) {
    pages = new ManagementPages(health, metrics);
    clock.setRemoveOnCancelPolicy(true);
    door = settings.port() == ManagementSettings.NONE ? null : listen(settings.port());
    if (door != null) {
      LOG.atInfo().addKeyValue("port", port()).log("Health and metrics are told on loopback");
      ServerSocket listening = door;
      Thread.ofVirtual().name("management-door").start(() -> accept(listening, patience));
    }
  }

  private static ServerSocket listen(int port) {
    try {
      var socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_CONNECTIONS);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "quantumvault.management.port=" + port + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private void accept(ServerSocket listening, Duration patience) {
    while (!listening.isClosed()) {
      try {
        take(listening.accept(), patience);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          LOG.atWarn().setCause(e).log("A connection for health or metrics was lost");
          // Without descriptors to spare the next one fails as well, at once.
          LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
        }
      }
    }
  }

  private void take(Socket socket, Duration patience) {
    try {
      Future<?> end =
          clock.schedule(() -> open.end(socket), patience.toMillis(), TimeUnit.MILLISECONDS);
      Thread thread = Thread.ofVirtual().name("management").unstarted(() -> serve(socket, end));
      open.add(socket, thread);
      thread.start();
    } catch (RejectedExecutionException e) {
      OpenConnections.close(socket); // closing
    }
  }

  private void serve(Socket socket, Future<?> end) {
    try (socket) {
      InputStream in = socket.getInputStream();
      RequestHead.read(in)
          .map(pages::answer)
          .orElseGet(pages::badRequest)
          .writeTo(socket.getOutputStream());
      // What is left unread would end the connection before the answer has arrived.
      socket.shutdownOutput();
      in.readNBytes(MOST_UNREAD_BYTES);
    } catch (IOException e) {
      // Whoever asked is gone, or was too slow.
      LOG.atDebug().setCause(e).log("A question about health or metrics was not answered");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("A question about health or metrics was not answered");
    } finally {
      open.done(socket);
      end.cancel(false);
    }
  }

  /** The port it listens on, -1 for none. */
  public int port() {
    return door == null ? ManagementSettings.NONE : door.getLocalPort();
  }

  InetAddress address() {
    return door == null ? InetAddress.getLoopbackAddress() : door.getInetAddress();
  }

  @Override
  public void close() {
    if (door != null) {
      try {
        door.close();
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("The port of health and metrics was not closed");
      }
    }
    clock.shutdownNow();
    open.endAll();
  }
}
