package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client, or one webhook, that takes all it can get leaves places for the others. */
@Timeout(60)
class FairnessTest {
  private static final String OTHER_TOKEN = Door.TOKEN.replace('Z', 'Y');

  private final RouteTable routes = new RouteTable();
  private final Sinks sinks = new Sinks();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Gatehouse gatehouse = new Gatehouse(routes, sinks, meters).proxies();
  private final List<RawClient> clients = new ArrayList<>();
  private final CompletableFuture<Object> broker = new CompletableFuture<>();
  private final Semaphore waiting = new Semaphore(0);
  private WebhookServer server = gatehouse.server(() -> true);

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.stop();
  }

  @Test
  void aClientWithItsShareIsRefusedSoonAndAnotherIsServed() throws Exception {
    start(gatehouse, new WebhookController.Room(8, 2, 8));
    RawClient first = alert("127.0.0.2", Door.TOKEN);
    RawClient second = alert("127.0.0.2", Door.TOKEN);
    waiting.acquire(2);

    String third = alert("127.0.0.2", OTHER_TOKEN).readToEnd();
    RawClient other = alert("127.0.0.3", Door.TOKEN);
    waiting.acquire();
    broker.complete("taken");

    assertThat(third).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5", "overloaded");
    assertThat(other.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(first.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(second.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(outcome("client_overloaded")).isEqualTo(1);
    assertThat(alert("127.0.0.2", Door.TOKEN).readStatusLine())
        .as("there is room again")
        .isEqualTo("HTTP/1.1 202 Accepted");
  }

  @Test
  void whoIsOverTheirShareLearnsNothingAboutTokens() throws Exception {
    start(gatehouse, new WebhookController.Room(8, 1, 8));
    alert("127.0.0.2", Door.TOKEN);
    waiting.acquire();

    String known = alert("127.0.0.2", OTHER_TOKEN).readToEnd();
    String unknown = alert("127.0.0.2", "A".repeat(43)).readToEnd();

    assertThat(known).startsWith("HTTP/1.1 503 ");
    assertThat(body(unknown)).isEqualTo(body(known));
    broker.complete("taken");
  }

  @Test
  void aWebhookWithItsShareIsRefusedSoonAndAnotherIsServed() throws Exception {
    start(gatehouse, new WebhookController.Room(8, 8, 2));
    alert("127.0.0.2", Door.TOKEN);
    alert("127.0.0.3", Door.TOKEN);
    waiting.acquire(2);

    String third = alert("127.0.0.4", Door.TOKEN).readToEnd();
    RawClient other = alert("127.0.0.2", OTHER_TOKEN);
    waiting.acquire();
    broker.complete("taken");

    assertThat(third).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5", "overloaded");
    assertThat(other.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(outcome("webhook_overloaded")).isEqualTo(1);
  }

  @Test
  void theClientThatCountsIsTheOneThatTheSourceCheckSees() throws Exception {
    start(gatehouse.proxies("127.0.0.1"), new WebhookController.Room(8, 1, 8));
    alert("127.0.0.1", Door.TOKEN, "X-Forwarded-For: 127.0.0.66\r\n");
    waiting.acquire();

    String same =
        alert("127.0.0.1", OTHER_TOKEN, "X-Forwarded-For: 127.0.0.67, 127.0.0.66:4711\r\n")
            .readToEnd();
    RawClient other = alert("127.0.0.1", Door.TOKEN, "X-Forwarded-For: 127.0.0.67\r\n");
    waiting.acquire();
    broker.complete("taken");
    String stranger =
        alert("127.0.0.1", Door.TOKEN, "X-Forwarded-For: 203.0.113.9\r\n").readStatusLine();

    assertThat(same).startsWith("HTTP/1.1 503 ");
    assertThat(other.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(stranger).isEqualTo("HTTP/1.1 403 Forbidden");
  }

  @Test
  void connectionsOverTheShareOfAClientAreClosedAndAnotherClientsAreNot() throws Exception {
    start(gatehouse.connections(8, 2), new WebhookController.Room(8, 8, 8));
    RawClient first = RawClient.from("127.0.0.2", server.port());
    clients.add(first);
    assertThat(live(first)).isEqualTo("HTTP/1.1 200 OK");
    RawClient second = RawClient.from("127.0.0.2", server.port());
    clients.add(second);
    assertThat(live(second)).isEqualTo("HTTP/1.1 200 OK");

    try (RawClient third = RawClient.from("127.0.0.2", server.port())) {
      assertThat(third.readToEnd()).isEmpty();
    }
    try (RawClient other = RawClient.from("127.0.0.3", server.port())) {
      assertThat(live(other)).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(refused("share")).isEqualTo(1);
    assertThat(live(first)).as("what stands stays").isEqualTo("HTTP/1.1 200 OK");

    first.close();
    // The place is given back once the server has seen the end, a moment after the client.
    String again = "";
    while (again.isEmpty()) {
      try (RawClient next = RawClient.from("127.0.0.2", server.port())) {
        again = live(next);
      }
    }
    assertThat(again).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void whenAllPlacesAreTakenAClientWithFewerGetsOneOfTheClientWithMost() throws Exception {
    start(gatehouse.connections(5, 3), new WebhookController.Room(8, 8, 8));
    for (String slow : List.of("127.0.0.2", "127.0.0.2", "127.0.0.2", "127.0.0.3")) {
      clients.add(RawClient.from(slow, server.port()).write("GET /x HTTP/1.1\r\n"));
    }
    RawClient alone = clients.getLast();
    RawClient served = alert("127.0.0.5", Door.TOKEN);
    waiting.acquire();

    try (RawClient late = RawClient.from("127.0.0.4", server.port())) {
      assertThat(live(late)).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(alone.write("Host: door\r\n\r\n").readStatusLine())
        .isEqualTo("HTTP/1.1 404 Not Found");
    broker.complete("taken");
    assertThat(served.readStatusLine()).isEqualTo("HTTP/1.1 202 Accepted");
    assertThat(meters.counter("quantumvault.ingest.connections.displaced").count()).isEqualTo(1);
  }

  @Test
  void aProxyThatSpeaksForManyHasNoShare() throws Exception {
    start(gatehouse.proxies("127.0.0.1").connections(8, 1), new WebhookController.Room(8, 8, 8));
    for (int i = 0; i < 4; i++) {
      RawClient of = RawClient.to(server.port());
      clients.add(of);
      assertThat(live(of)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private void start(Gatehouse built, WebhookController.Room room) {
    sinks.outcome =
        () -> {
          waiting.release();
          return broker;
        };
    server =
        built
            .limits(new WebhookController.Limits(Gatehouse.LONG, Gatehouse.LONG, room))
            .server(() -> true);
    server.start();
    Route one = TestRoutes.tradingView(1000);
    Route other =
        new Route(
            UUID.fromString("01900000-0000-7000-8000-0000000000bb"),
            one.kind(),
            one.botId(),
            one.agentWallet(),
            one.owner(),
            1000,
            1000,
            List.of(),
            List.of());
    routes.fill(Map.of(TokenHash.of(Door.TOKEN), one, TokenHash.of(OTHER_TOKEN), other));
  }

  private RawClient alert(String from, String token) throws IOException {
    return alert(from, token, "");
  }

  private RawClient alert(String from, String token, String header) throws IOException {
    String body =
        "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":1,\"time\":\"2026-05-01T12:00:00Z\"}";
    RawClient client = RawClient.from(from, server.port());
    clients.add(client);
    return client.write(
        "POST /hooks/"
            + token
            + " HTTP/1.1\r\nHost: door\r\nConnection: close\r\n"
            + header
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String live(RawClient client) throws IOException {
    try {
      return client.write("GET /health/live HTTP/1.1\r\nHost: door\r\n\r\n").readStatusLine();
    } catch (IOException e) {
      return "";
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n"));
  }

  private double outcome(String name) {
    return meters.counter("quantumvault.ingest.webhooks", "outcome", name).count();
  }

  private double refused(String why) {
    return meters.counter("quantumvault.ingest.connections.refused", "why", why).count();
  }
}
