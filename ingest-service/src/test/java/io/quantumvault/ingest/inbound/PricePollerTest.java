package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.price.MarketOracle;
import io.quantumvault.ingest.price.ObservedPrice;
import io.quantumvault.solana.address.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PricePollerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:01Z");
  private static final String PROGRAM = "dRiftyHA39MWEi3m9aunc5MzRF1JYuBsbn6VPcn33UH";
  private static final List<MarketOracle> ORACLES =
      List.of(
          new MarketOracle("SOL-PERP", "3m6i4RFWEDw2Ft4tFHPJtYgmpPe21k56M3FHeWYrgGBz"),
          new MarketOracle("BTC-PERP", "35MbvS1Juz2wf7GsyHrkCw8yfKciRLxVpEhfZDZFrB4R"));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Node> nodes = new ArrayList<>();
  private final List<ObservedPrice> published = new CopyOnWriteArrayList<>();
  private CompletableFuture<?> taken = CompletableFuture.completedFuture(null);

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.server.stop(0));
  }

  @Test
  void publishesWhatTheChainHolds() throws Exception {
    Node node = node();
    node.answer = accounts(account(PROGRAM, 15_120_000_000L, 70), account(PROGRAM, 1L, 71));

    poller(node).pollOnce();

    assertThat(published).extracting(ObservedPrice::market).containsExactly("SOL-PERP", "BTC-PERP");
    ObservedPrice sol = published.getFirst();
    assertThat(sol.price()).isEqualByComparingTo("151.2");
    assertThat(sol.slot()).isEqualTo(70);
    assertThat(sol.observedAt()).isEqualTo(NOW);
    assertThat(sol.oracle()).isEqualTo(ORACLES.getFirst().address());
    assertThat(node.asked.getFirst())
        .contains("getMultipleAccounts", "base64", ORACLES.getLast().address());
  }

  @Test
  void anUnchangedOrLowerSlotIsNotPublished() throws Exception {
    Node node = node();
    PricePoller poller = poller(node);
    for (long slot : new long[] {70, 70, 69, 71}) {
      node.answer = accounts(account(PROGRAM, 100, slot), "null");
      poller.pollOnce();
    }

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(70L, 71L);
  }

  @Test
  void aPriceThatWasNotTakenIsSentAgain() throws Exception {
    Node node = node();
    node.answer = accounts(account(PROGRAM, 100, 70), "null");
    PricePoller poller = poller(node);
    taken = CompletableFuture.failedFuture(new IOException("no broker"));
    poller.pollOnce();
    taken = CompletableFuture.completedFuture(null);
    poller.pollOnce();
    poller.pollOnce();

    assertThat(published).extracting(ObservedPrice::slot).containsExactly(70L, 70L);
  }

  @Test
  void accountsThatAreNoOraclesAreNotBelieved() throws Exception {
    Node node = node();
    node.answer = accounts("null", account(ORACLES.getFirst().address(), 100, 70));
    poller(node).pollOnce();

    assertThat(published).isEmpty();
    assertThat(meters.counter("quantumvault.ingest.oracles.refused", "market", "BTC-PERP").count())
        .isEqualTo(1);
  }

  @Test
  void theNextNodeAnswersForAFailedOne() throws Exception {
    Node broken = node();
    broken.status = 500;
    Node garbage = node();
    garbage.answer = "<html>";
    Node good = node();
    good.answer = accounts(account(PROGRAM, 100, 70), "null");
    PricePoller poller = poller(broken, garbage, good);

    poller.pollOnce();
    poller.pollOnce();

    assertThat(published).hasSize(1);
    assertThat(meters.counter("quantumvault.ingest.rpc.failures").count()).isEqualTo(2);
    assertThat(broken.asked).as("the good one is asked first from then on").hasSize(1);
  }

  @Test
  void withoutAnAnswerThereIsNoPrice() throws Exception {
    Node broken = node();
    broken.answer =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"behind\"}}";
    poller(broken).pollOnce();
    assertThat(published).isEmpty();
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    Node node = node();
    node.answer = accounts(account(PROGRAM, 100, 70), "null") + " ".repeat(300 * 1024);
    poller(node).pollOnce();
    assertThat(published).isEmpty();
  }

  private PricePoller poller(Node... from) {
    List<URI> urls = List.of(from).stream().map(Node::url).toList();
    OracleClient client =
        new OracleClient(
            urls,
            Address.of(PROGRAM),
            ORACLES,
            Duration.ofSeconds(60),
            Clock.fixed(NOW, ZoneOffset.UTC),
            meters);
    return new PricePoller(
        client,
        price -> {
          published.add(price);
          return taken;
        },
        Duration.ofMillis(400),
        meters);
  }

  private Node node() throws IOException {
    Node node = new Node();
    nodes.add(node);
    return node;
  }

  private static String accounts(String... accounts) {
    return "{\"jsonrpc\":\"2.0\",\"result\":{\"context\":{\"slot\":90},\"value\":["
        + String.join(",", accounts)
        + "]},\"id\":1}";
  }

  private static String account(String owner, long price, long slot) {
    byte[] data =
        ByteBuffer.allocate(48)
            .putLong(0x9f07a1f922517985L)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(price)
            .putLong(0)
            .putLong(slot)
            .putInt(-8)
            .putInt(0)
            .putLong(5)
            .array();
    return "{\"lamports\":1,\"owner\":\"%s\",\"data\":[\"%s\",\"base64\"],\"executable\":false}"
        .formatted(owner, Base64.getEncoder().encodeToString(data));
  }

  private static final class Node {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final HttpServer server;
    volatile int status = 200;
    volatile String answer = "";

    Node() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
  }
}
