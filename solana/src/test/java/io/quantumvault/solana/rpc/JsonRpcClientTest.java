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
            new RpcSettings(endpoints, first, attempts, patience, 1000),
            (endpoint, cause) -> failed.add(endpoint));
    clients.add(client);
    return client;
  }

  private JsonRpcClient client(RpcSettings.First first) {
    return client(first, 1, PATIENCE);
  }

  private static long number(JsonRpcClient client) {
    return client.call("getSlot", "[]", Json::number);
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
  void whatARefusalSaysIsCut() {
    var refused = new ChainRefusedException("m", -1, "x".repeat(5000), "y".repeat(50_000));
    assertThat(refused.getMessage()).hasSizeLessThan(300);
    assertThat(refused.data()).hasSizeLessThan(4100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/key", "relative", "mailto:a@b", "http:///key"})
  void anAddressThatIsNotHttpIsRefusedWithoutBeingRepeated(String address) {
    var endpoints = Stream.of("http://good", address).map(URI::create).toList();
    assertThatThrownBy(() -> client(endpoints, RpcSettings.First.OF_THE_LIST, 1, PATIENCE))
        .hasMessage("RPC endpoint 2 is no http address");
  }
}
