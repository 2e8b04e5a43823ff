package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two thousand connections that never finish a request ({@code -Dquantumvault.slow-connections}
 * says another number), and more all the time; the product's own numbers of places.
 */
@Timeout(300)
class ManySlowConnectionsTest {
  /** The contract: a sender waits 3 s, so every answer is there before. */
  private static final Duration LATEST_ANSWER = Duration.ofMillis(2_500);

  private static final int PLACES = 1024;
  private static final int SHARE = 256;
  private static final int ALERTS = 100;
  private static final String BODY =
      "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":1,\"time\":\"2026-05-01T12:00:00Z\"}";
  private static final String ALERT =
      "POST /hooks/"
          + Door.TOKEN
          + " HTTP/1.1\r\nHost: door\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  private final RouteTable routes = new RouteTable();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WebhookServer server =
      new Gatehouse(routes, new Sinks(), meters)
          .proxies()
          .connections(PLACES, SHARE)
          .server(() -> true);
  private final AtomicBoolean over = new AtomicBoolean();

  @BeforeEach
  void start() {
    server.start();
    routes.fill(Map.of(TokenHash.of(Door.TOKEN), TestRoutes.tradingView(100_000)));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void ofOneClientKeepNobodyElseWaiting() throws Exception {
    othersAreAnsweredWhile(_ -> "127.0.0.2");

    assertThat(refused("share")).isPositive();
    assertThat(refused("full")).isZero();
  }

  @Test
  void ofManyClientsKeepNobodyElseWaitingEither() throws Exception {
    othersAreAnsweredWhile(i -> "127.0.1." + (1 + i % 40));

    assertThat(meters.counter("quantumvault.ingest.connections.displaced").count()).isPositive();
  }

  private void othersAreAnsweredWhile(IntFunction<String> attackers) throws Exception {
    int connections = connections();
    CountDownLatch allThere = new CountDownLatch(1);
    Thread attack = Thread.ofPlatform().start(() -> attack(connections, attackers, allThere));
    try {
      allThere.await();
      Duration longest = Duration.ZERO;
      for (int i = 0; i < ALERTS; i++) {
        long start = System.nanoTime();
        try (RawClient client = RawClient.to(server.port())) {
          assertThat(client.write(ALERT).readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isLessThan(LATEST_ANSWER);
        longest = took.compareTo(longest) > 0 ? took : longest;
      }
      System.out.println(
          "slow connections: %d; the longest of %d answers to another took %d ms"
              .formatted(connections, ALERTS, longest.toMillis()));
    } finally {
      over.set(true);
      attack.join();
    }
  }

  /** So many connections at once, each with half a header; then the oldest anew, without end. */
  private void attack(int connections, IntFunction<String> from, CountDownLatch allThere) {
    Deque<RawClient> open = new ArrayDeque<>();
    try {
      for (int i = 0; !over.get(); i++) {
        try {
          open.add(
              RawClient.from(from.apply(i), server.port()).write("POST /hooks/x HTTP/1.1\r\n"));
        } catch (IOException e) {
          // Cut before it was there: the attack goes on.
        }
        if (open.size() > connections) {
          open.remove().close();
        }
        if (i == connections) {
          allThere.countDown();
        }
      }
      for (RawClient client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("an attacker's own socket does not close", e);
    } finally {
      allThere.countDown();
    }
  }

  /** As many as asked for, or as this process may open files for: both ends of each are here. */
  private static int connections() {
    int wanted = Integer.getInteger("quantumvault.slow-connections", 2000);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long room =
          unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - PLACES - 256;
      if (room < wanted) {
        System.out.println(
            "slow connections: " + room + " instead of " + wanted + ", for ulimit -n is small");
        assertThat(room).as("raise ulimit -n: fewer would not fill a share").isGreaterThan(SHARE);
        return (int) room;
      }
    }
    return wanted;
  }

  private double refused(String why) {
    return meters.counter("quantumvault.ingest.connections.refused", "why", why).count();
  }
}
