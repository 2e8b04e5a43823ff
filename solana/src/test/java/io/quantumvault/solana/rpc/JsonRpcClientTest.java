package io.quantumvault.solana.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JsonRpcClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RpcNode> nodes = new ArrayList<>();
  private final List<JsonRpcClient> clients = new ArrayList<>();
  private final List<URI> failed = new ArrayList<>();
  private final DrivenClock clock = new DrivenClock();

  @AfterEach
  void close() {
    clients.forEach(JsonRpcClient::close);
    nodes.forEach(RpcNode::close);
  }

  private RpcNode node() throws IOException {
    var node = new RpcNode();
    nodes.add(node);
    return node;
  }

  private JsonRpcClient client(RpcSettings.First first, int attempts, Duration patience) {
    return client(nodes.stream().map(RpcNode::uri).toList(), first, attempts, patience);
  }

  private JsonRpcClient client(
      List<URI> endpoints, RpcSettings.First first, int attempts, Duration patience) {
    var client =
        new JsonRpcClient(
            new RpcSettings(endpoints, first, attempts, patience, new AnswerLimits(1000, Map.of())),
            (endpoint, cause) -> failed.add(endpoint),
            clock);
    clients.add(client);
    return client;
  }

  private JsonRpcClient client(RpcSettings.First first) {
    return client(first, 1, PATIENCE);
  }

  private static long number(JsonRpcClient client) {
    return client.call(Question.plain("getSlot", "[]", Json::number));
  }

  @Test
  void anOverloadedEndpointIsAskedAgainABoundedNumberOfTimes() throws IOException {
    var node = node().answers(503, "busy");
    var client = client(RpcSettings.First.THAT_ANSWERED, 3, PATIENCE);
    assertThatThrownBy(() -> number(client))
        .isInstanceOf(ChainUnavailableException.class)
        .hasMessageContaining("HTTP status 503");
    assertThat(node.asked).hasSize(3);
  }

  @Test
  void aLaterAnswerIsTaken() throws IOException {
    node().answers(429, "slow down").result("42");
    assertThat(number(client(RpcSettings.First.THAT_ANSWERED, 3, PATIENCE))).isEqualTo(42);
  }

  @Test
  void theEndpointThatAnsweredIsAskedFirstFromThenOn() throws IOException {
    var broken = node().answers(500, "");
    var garbage = node().answers(200, "<html>");
    var good = node().result("7");
    var client = client(RpcSettings.First.THAT_ANSWERED);
    assertThat(number(client)).isEqualTo(7);
    assertThat(number(client)).isEqualTo(7);
    assertThat(broken.asked).hasSize(1);
    assertThat(garbage.asked).hasSize(1);
    assertThat(good.asked).hasSize(2);
    assertThat(failed).containsExactly(broken.uri(), garbage.uri());
  }

  @Test
  void theFirstOfTheListIsAskedFirstEachTimeWhereThatIsWanted() throws IOException {
    var broken = node().answers(500, "").result("1");
    node().result("2");
    var client = client(RpcSettings.First.OF_THE_LIST);
    assertThat(number(client)).isEqualTo(2);
    clock.advance(EndpointRest.SHORTEST);
    assertThat(number(client)).isEqualTo(1);
    assertThat(broken.asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-32002, -32003, -32013, -32015, -32600, -32602, -32700})
  void anErrorAboutTheQuestionIsAnAnswer(int code) throws IOException {
    node().error(code);
    var other = node().result("2");
    var client = client(RpcSettings.First.OF_THE_LIST, 3, PATIENCE);
    assertThatThrownBy(() -> number(client))
        .isInstanceOfSatisfying(
            ChainRefusedException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(other.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-32005, -32016, -32004, -32601, -32603, 429})
  void anErrorAboutTheNodeLetsTheNextOneAnswer(int code) throws IOException {
    node().error(code);
    node().result("2");
    assertThat(number(client(RpcSettings.First.OF_THE_LIST))).isEqualTo(2);
  }

  @Test
  void anErrorThatAllNodesGiveIsKept() throws IOException {
    node().error(-32016);
    var client = client(RpcSettings.First.OF_THE_LIST, 2, PATIENCE);
    assertThatThrownBy(() -> number(client))
        .isInstanceOfSatisfying(
            ChainRefusedException.class, e -> assertThat(e.code()).isEqualTo(-32016));
  }

  /** Its headers come at once, so a time limit on those alone would wait without end. */
  @Test
  void anAnswerWhoseBodyNeverEndsIsGivenUpAndItsConnectionClosed() throws Exception {
    var good = node().result("2");
    try (var server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      var closed = CompletableFuture.supplyAsync(() -> beginsAndWaits(server));
      var client =
          client(
              List.of(URI.create("http://127.0.0.1:" + server.getLocalPort()), good.uri()),
              RpcSettings.First.OF_THE_LIST,
              1,
              Duration.ofMillis(500));
      assertThat(number(client)).isEqualTo(2);
      assertThat(closed.get(60, TimeUnit.SECONDS)).as("the connection was closed").isTrue();
    }
  }

  /** Answers with headers and the first byte of a body, and is done when the other side goes. */
  private static boolean beginsAndWaits(ServerSocket server) {
    try (var socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1".getBytes(UTF_8));
      while (socket.getInputStream().read() >= 0) {
        // The question.
      }
      return true;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAnswerLongerThanAllowedIsNoAnswer() throws IOException {
    node().result("7" + " ".repeat(1000));
    var client = client(RpcSettings.First.OF_THE_LIST);
    assertThatThrownBy(() -> number(client)).isInstanceOf(ChainUnavailableException.class);
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    var other = node().result("2");
    var node = new RpcNode();
    nodes.addFirst(node);
    node.answers(exchange -> {
      exchange.getResponseHeaders().add("Location", other.uri().toString());
      exchange.sendResponseHeaders(307, -1);
    });
    var client = client(List.of(node.uri()), RpcSettings.First.OF_THE_LIST, 1, PATIENCE);
    assertThatThrownBy(() -> number(client)).hasMessageContaining("307");
    assertThat(other.asked).isEmpty();
  }

  @Test
  void withoutAnEndpointThereIsNoAnswer() {
    var client = client(RpcSettings.First.OF_THE_LIST, 3, PATIENCE);
    assertThatThrownBy(() -> number(client))
        .isInstanceOf(ChainUnavailableException.class)
        .hasMessageContaining("no endpoint is configured");
  }

  @Test
  void anInterruptEndsTheQuestionAndStaysSet() throws IOException {
    node().result("1");
    var client = client(RpcSettings.First.OF_THE_LIST);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> number(client)).isInstanceOf(ChainUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatARefusalSaysIsCutAndFitToBeStored() {
    var refused =
        new ChainRefusedException(
            "m", -1, "a\u0000b" + "x".repeat(5000), "z".repeat(5000), "y".repeat(50_000));
    assertThat(refused.getMessage()).hasSizeLessThan(300).contains("a b").doesNotContain("\u0000");
    assertThat(refused.err()).hasSizeLessThan(520);
    assertThat(refused.data()).hasSizeLessThan(520);
    assertThat(refused.detail()).hasSizeLessThan(900);
  }

  @Test
  void aCutLeavesNoHalfCharacter() {
    assertThat(ShortText.of("ab\uD83D\uDE00cd", 3)).isEqualTo("ab…");
    assertThat(ShortText.of("ab\uD83Dcd", 9)).isEqualTo("ab cd");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void anEndpointInTroubleRestsWhileAnotherAnswers(int status) throws IOException {
    var broken = node().answers(status, "");
    var good = node().result("7");
    var client = client(RpcSettings.First.OF_THE_LIST);
    number(client);
    number(client);
    assertThat(broken.asked).as("it rests").hasSize(1);
    assertThat(good.asked).hasSize(2);
    clock.advance(EndpointRest.SHORTEST);
    number(client);
    assertThat(broken.asked).as("its rest is over").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-32005, -32016, 429, -32603})
  void anErrorOfANodeInTroubleLetsItRest(int code) throws IOException {
    var broken = node().error(code);
    node().result("7");
    var client = client(RpcSettings.First.OF_THE_LIST);
    number(client);
    number(client);
    assertThat(broken.asked).hasSize(1);
  }

  @Test
  void aMethodThatANodeDoesNotKnowIsNoTrouble() throws IOException {
    var simple = node().error(-32601);
    node().result("7");
    var client = client(RpcSettings.First.OF_THE_LIST);
    number(client);
    number(client);
    assertThat(simple.asked).hasSize(2);
  }

  @Test
  void aMethodThatNobodyKnowsIsAskedForOnce() throws IOException {
    var first = node().error(-32601);
    var second = node().error(-32601);
    assertThatThrownBy(() -> number(client(RpcSettings.First.OF_THE_LIST, 6, PATIENCE)))
        .isInstanceOf(ChainRefusedException.class);
    assertThat(first.asked).hasSize(1);
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void whatAnEndpointAsksForIsKeptWithinBounds() throws IOException {
    var busy =
        node()
            .answers(exchange -> {
              exchange.getResponseHeaders().add("Retry-After", "86400");
              exchange.sendResponseHeaders(429, -1);
            });
    node().result("7");
    var client = client(RpcSettings.First.OF_THE_LIST);
    number(client);
    clock.advance(EndpointRest.LONGEST.minusMillis(1));
    number(client);
    assertThat(busy.asked).as("longer than the usual rest").hasSize(1);
    clock.advance(Duration.ofMillis(1));
    number(client);
    assertThat(busy.asked).as("never longer than half a minute").hasSize(2);
  }

  @Test
  void restsGrowWithFailuresInARowAndEndWithAnAnswer() {
    var rest = new EndpointRest();
    var now = clock.instant();
    var lengths = new ArrayList<Long>();
    for (int i = 0; i < 10; i++) {
      rest.failed(now, null);
      lengths.add(Duration.between(now, rest.until()).toMillis());
    }
    assertThat(lengths)
        .containsExactly(
            250L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    rest.answered();
    assertThat(rest.until()).isBefore(now);
    rest.failed(now, null);
    assertThat(Duration.between(now, rest.until())).isEqualTo(EndpointRest.SHORTEST);
  }

  @Test
  void whereAllRestTheOneThatIsDueFirstIsAsked() throws IOException {
    var often = node().answers(503, "");
    var seldom = node().on("getHealth", 503, "").on("getSlot", "7");
    var client = client(RpcSettings.First.OF_THE_LIST);
    fails(client, 0);
    fails(client, 0);
    fails(client, 1);
    assertThat(number(client)).isEqualTo(7);
    assertThat(often.asked("getSlot")).isZero();
    assertThat(seldom.asked("getSlot")).isEqualTo(1);
  }

  private static void fails(JsonRpcClient client, int place) {
    assertThatThrownBy(
            () -> client.endpoints().get(place).ask(Question.plain("getHealth", "[]", j -> j)))
        .isInstanceOf(IOException.class);
  }

  private JsonRpcClient client(RpcSettings.Origin origin, Commitment commitment) {
    var client =
        new JsonRpcClient(
            new RpcSettings(
                nodes.stream().map(RpcNode::uri).toList(),
                RpcSettings.First.OF_THE_LIST,
                1,
                PATIENCE,
                AnswerLimits.standard(),
                commitment,
                origin),
            (endpoint, cause) -> failed.add(endpoint),
            clock);
    clients.add(client);
    return client;
  }

  private static final String MINE = "\"4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi\"";
  private static final String OTHER = "\"EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG\"";

  @Test
  void anEndpointOfAnotherChainIsNeverUsed() throws IOException {
    node().on("getGenesisHash", MINE).on("getSlot", "1");
    var foreign = node().on("getGenesisHash", OTHER).on("getSlot", "2");
    var client = client(new RpcSettings.Origin.Same(), Commitment.CONFIRMED);
    assertThat(number(client)).isEqualTo(1);
    assertThatThrownBy(() -> JsonRpcClient.ask(client.endpoints().getLast(), SLOT))
        .isInstanceOf(ChainUnavailableException.class)
        .hasMessageContaining("another chain");
    assertThat(foreign.asked("getSlot")).isZero();
    assertThat(client.endpoints().getLast().isForeign()).isTrue();
    nodes.getFirst().on("getSlot", 503, "");
    assertThatThrownBy(() -> number(client)).isInstanceOf(ChainUnavailableException.class);
    assertThat(foreign.asked("getSlot")).as("not even when nobody else answers").isZero();
  }

  private static final Question<Long> SLOT = Question.plain("getSlot", "[]", Json::number);

  @Test
  void anEndpointThatDoesNotBeginAsConfiguredIsNeverUsed() throws IOException {
    var foreign = node().on("getGenesisHash", MINE).on("getSlot", "1");
    var client =
        client(new RpcSettings.Origin.Known(Cluster.DEVNET.genesisHash()), Commitment.CONFIRMED);
    assertThatThrownBy(() -> number(client)).hasMessageContaining("another chain");
    assertThat(foreign.asked("getSlot")).isZero();
  }

  @Test
  void theChainIsAskedForOnceAndAgainAfterTheEndpointWasAway() throws IOException {
    var node = node().on("getGenesisHash", MINE).on("getSlot", "1");
    var client = client(new RpcSettings.Origin.Same(), Commitment.CONFIRMED);
    number(client);
    number(client);
    assertThat(node.asked("getGenesisHash")).isEqualTo(1);
    node.on("getSlot", 502, "");
    assertThatThrownBy(() -> number(client)).isInstanceOf(ChainUnavailableException.class);
    node.on("getGenesisHash", OTHER).on("getSlot", "1");
    clock.advance(EndpointRest.LONGEST);
    assertThatThrownBy(() -> number(client)).hasMessageContaining("another chain");
  }

  @Test
  void whatIsReadIsFinalizedWhereTheCertificateIsThere() throws IOException {
    var node = node().on("getAgGenesisCert", "{\"slot\":5}").on("getSlot", "1");
    var levels = new ArrayList<Commitment>();
    var client = client(new RpcSettings.Origin.Unchecked(), Commitment.AUTO);
    for (var certificate : List.of("{\"slot\":5}", "null")) {
      node.on("getAgGenesisCert", certificate);
      client.call(leveled(levels));
      client.call(leveled(levels));
      clock.advance(Duration.ofMinutes(10));
    }
    node.on("getAgGenesisCert", 200, RpcNode.refusal(-32601));
    client.call(leveled(levels));
    assertThat(levels)
        .containsExactly(
            Commitment.FINALIZED,
            Commitment.FINALIZED,
            Commitment.CONFIRMED,
            Commitment.CONFIRMED,
            Commitment.CONFIRMED);
    assertThat(node.asked("getAgGenesisCert")).as("seldom").isEqualTo(3);
  }

  private static Question<Long> leveled(List<Commitment> levels) {
    return new Question<>(
        "getSlot",
        level -> {
          levels.add(level);
          return "[]";
        },
        result -> result.json().number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/key", "relative", "mailto:a@b", "http:///key"})
  void anAddressThatIsNotHttpIsRefusedWithoutBeingRepeated(String address) {
    var endpoints = Stream.of("http://good", address).map(URI::create).toList();
    assertThatThrownBy(() -> client(endpoints, RpcSettings.First.OF_THE_LIST, 1, PATIENCE))
        .hasMessage("RPC endpoint 2 is no http address");
  }
}
