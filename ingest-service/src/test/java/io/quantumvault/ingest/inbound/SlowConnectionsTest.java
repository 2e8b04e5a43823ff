package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is slow on purpose, over real sockets: bytes that keep coming hold no place. */
@Timeout(60)
class SlowConnectionsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HEAD =
      "POST /hooks/"
          + Door.TOKEN
          + " HTTP/1.1\r\nHost: door\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n";

  private final RouteTable routes = new RouteTable();
  private final Sinks sinks = new Sinks();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Gatehouse gatehouse = new Gatehouse(routes, sinks, meters);
  private WebhookServer server = gatehouse.server(() -> true);

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aHeaderThatDripsIsCut() throws Exception {
    start(gatehouse.headerWithin(SHORT));
    try (RawClient slow = RawClient.to(server.port())) {
      String answer = slow.write("POST /hooks/x HTTP/1.1\r\nX-A: ").drip('a');
      assertThat(answer).isEmpty();
    }
    assertThat(cut("header")).isEqualTo(1);
  }

  @Test
  void aConnectionThatNeverAsksIsCut() throws Exception {
    start(gatehouse.idleWithin(SHORT));
    try (RawClient mute = RawClient.to(server.port())) {
      assertThat(mute.readToEnd()).isEmpty();
    }
    assertThat(cut("idle")).isEqualTo(1);
  }

  @Test
  void aConnectionThatAsksNoMoreIsCut() throws Exception {
    start(gatehouse.idleWithin(SHORT));
    try (RawClient once = RawClient.to(server.port())) {
      once.write("GET /health/live HTTP/1.1\r\nHost: door\r\n\r\n");
      assertThat(once.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(cut("idle")).isEqualTo(1);
  }

  @Test
  void aBodyThatDripsIsAnsweredAndCutAndItsPlaceIsFree() throws Exception {
    start(
        gatehouse
            .idleWithin(SHORT)
            .limits(
                new WebhookController.Limits(
                    SHORT, Gatehouse.LONG, new WebhookController.Room(1, 1, 1))));
    try (RawClient slow = RawClient.to(server.port())) {
      assertThat(slow.write(HEAD).drip(' ')).startsWith("HTTP/1.1 408 ").contains("body-too-slow");
    }
    try (RawClient next = RawClient.to(server.port())) {
      assertThat(next.write(HEAD).drip(' ')).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void chunksThatDripAreNoWayAroundIt() throws Exception {
    start(
        gatehouse.limits(
            new WebhookController.Limits(
                SHORT, Gatehouse.LONG, new WebhookController.Room(1, 1, 1))));
    String chunked = HEAD.replace("Content-Length: 50000", "Transfer-Encoding: chunked");
    try (RawClient slow = RawClient.to(server.port())) {
      assertThat(slow.write(chunked + "1;extension=").drip('a')).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void whoReadsNoAnswersIsCut() throws Exception {
    start(gatehouse.finishWithin(SHORT));
    try (RawClient deaf = RawClient.to(server.port())) {
      deaf.writeUntilCut("GET /health/live HTTP/1.1\r\nHost: door\r\n\r\n".repeat(100));
    }
    assertThat(cut("answer")).isEqualTo(1);
  }

  private void start(Gatehouse built) {
    server = built.server(() -> true);
    server.start();
    routes.fill(Map.of(TokenHash.of(Door.TOKEN), TestRoutes.tradingView(1000)));
  }

  private double cut(String phase) {
    return meters.counter("quantumvault.ingest.connections.overdue", "phase", phase).count();
  }
}
