package io.quantumvault.signer.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quantumvault.signer.solana.Address;
import io.quantumvault.signer.solana.Chain.Status;
import io.quantumvault.signer.solana.ChainRefusedException;
import io.quantumvault.signer.solana.ChainUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonRpcChainClientTest {
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private JsonRpcChainClient client;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            synchronized (answers) {
              requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
              var answer = answers.size() > 1 ? answers.poll() : answers.peek();
              byte[] body = answer.body().getBytes(UTF_8);
              exchange.sendResponseHeaders(answer.status(), body.length);
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
    client =
        new JsonRpcChainClient(
            List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  private void answer(int status, String body) {
    answers.add(new Answer(status, body));
  }

  private void result(String json) {
    answer(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
  }

  @Test
  void keepsTheErrorOfALandedTransaction() {
    result(
        "{\"context\":{\"slot\":9},\"value\":[null,"
            + "{\"slot\":7,\"confirmationStatus\":\"processed\",\"err\":null},"
            + "{\"slot\":7,\"confirmationStatus\":\"confirmed\",\"err\":null},"
            + "{\"slot\":8,\"confirmationStatus\":\"finalized\",\"err\":{\"InstructionError\":[1,{\"Custom\":6003}]}}]}");
    assertThat(client.statuses(List.of("a", "b", "c", "d")).statuses())
        .containsExactly(
            new Status.Absent(),
            new Status.Processed(7),
            new Status.Landed(7),
            new Status.LandedWithError(8, "{\"InstructionError\":[1,{\"Custom\":6003}]}"));
    assertThat(requests.getFirst()).contains("\"searchTransactionHistory\":true");
  }

  @Test
  void keepsCodeAndDataOfARefusal() {
    answer(
        200,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32002,\"message\":\"failed\",\"data\":{\"err\":\"X\"}}}");
    assertThatThrownBy(() -> client.send(new byte[] {1}, false))
        .isInstanceOfSatisfying(
            ChainRefusedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(-32002);
              assertThat(e.data()).isEqualTo("{\"err\":\"X\"}");
            });
    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst())
        .contains("\"maxRetries\":0")
        .contains("\"skipPreflight\":false");
  }

  @Test
  void anOverloadedEndpointIsAskedAgainABoundedNumberOfTimes() {
    answer(503, "busy");
    assertThatThrownBy(client::blockHeight)
        .isInstanceOf(ChainUnavailableException.class)
        .hasMessageContaining("HTTP status 503");
    assertThat(requests).hasSize(3);
  }

  @Test
  void aLaterAnswerIsTaken() {
    answer(429, "slow down");
    result("42");
    assertThat(client.blockHeight()).isEqualTo(42);
  }

  @Test
  void anAnswerOfAnotherShapeIsNoAnswer() {
    result("{\"context\":{\"slot\":9},\"value\":[null]}");
    assertThatThrownBy(() -> client.statuses(List.of("a", "b")))
        .isInstanceOf(ChainUnavailableException.class);
  }

  @Test
  void readsAccountsAtASlot() {
    result(
        "{\"context\":{\"slot\":9},\"value\":[null,{\"lamports\":5,\"owner\":"
            + "\"11111111111111111111111111111111\",\"data\":[\"AQI=\",\"base64\"],\"executable\":false}]}");
    var system = Address.of(new byte[32]);
    var read = client.accounts(List.of(system, system), 8);
    assertThat(read.slot()).isEqualTo(9);
    assertThat(read.accounts().getFirst()).isEmpty();
    assertThat(read.accounts().getLast().orElseThrow().data()).containsExactly(1, 2);
    assertThat(requests.getFirst()).contains("\"minContextSlot\":8");
  }
}
