package io.quantumvault.kit.management;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.kit.settings.ManagementSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ManagementServerTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private List<String> hindrances = List.of();
  private List<String> defects = List.of();
  private final Health health =
      new Health() {
        @Override
        public List<String> hindrances() {
          return hindrances;
        }

        @Override
        public List<String> defects() {
          return defects;
        }
      };
  private ManagementServer server = server(health, LONG);

  private static ManagementServer server(Health health, Duration patience) {
    return new ManagementServer(
        new ManagementSettings(0), health, () -> List.of(() -> "a 1\n", () -> "b 2\n"), patience);
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void readyIs200WithoutReasons() throws Exception {
    for (String path : List.of("/health", "/health/ready", "/health/ready?verbose")) {
      var answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }
  }

  @Test
  void notReadyIs503WithEveryReasonWhateverIsInIt() throws Exception {
    hindrances = List.of("the \"ledger\" is away\nsince \\today", "no partition");

    var answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    var read = json.readTree(answer.body());
    assertThat(read.get("ready").asBoolean()).isFalse();
    assertThat(read.get("reasons"))
        .extracting(reason -> reason.asString())
        .containsExactlyElementsOf(hindrances);
    assertThat(get("/health/live").statusCode()).as("and lives").isEqualTo(200);
  }

  @Test
  void onlyADefectIsNoLife() throws Exception {
    defects = List.of("stream is ERROR");

    assertThat(get("/health/live").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").body())
        .isEqualTo("{\"live\":false,\"reasons\":[\"stream is ERROR\"]}");
  }

  @Test
  void healthThatCannotBeToldIsNone() throws Exception {
    server.close();
    server =
        server(
            () -> {
              throw new IllegalStateException("secret detail");
            },
            LONG);

    var answer = get("/health");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("see the log").doesNotContain("secret detail");
  }

  @Test
  void allFiguresAreOnOnePage() throws Exception {
    hindrances = List.of("no");

    var answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body().lines())
        .contains("quantumvault_live 1", "quantumvault_ready 0", "a 1", "b 2")
        .allMatch(line -> line.startsWith("# ") || line.matches("[a-z_]+ [0-9.]+"));
  }

  @Test
  void nothingElseIsThereAndNothingCanBeWritten() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/healthy").statusCode()).isEqualTo(404);
    var post =
        http.send(
            HttpRequest.newBuilder(uri("/health"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(post.statusCode()).isEqualTo(405);
  }

  @Test
  void itListensOnLoopbackAlone() {
    assertThat(server.address().isLoopbackAddress()).isTrue();
  }

  @Test
  void thereIsNoneWhereNoneIsWanted() {
    try (var none = new ManagementServer(new ManagementSettings(-1), health, List::of)) {
      assertThat(none.port()).isEqualTo(-1);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> new ManagementServer(new ManagementSettings(port), health, List::of))
          .hasMessageStartingWith("quantumvault.management.port=" + port + " cannot be opened");
    }
  }

  @Test
  void whoeverIsSlowKeepsNobodyOut() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 2 * ManagementServer.MOST_CONNECTIONS; i++) {
        slow.add(halfARequest());
      }
      assertThat(get("/health").statusCode()).isEqualTo(200);
      assertEnded(slow.getFirst());
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestThatNeverEndsIsEnded() throws Exception {
    server.close();
    server = server(health, SHORT);
    try (var socket = halfARequest()) {
      assertEnded(socket);
    }
  }

  @Test
  void anAnswerThatTakesTooLongIsGivenUp() throws Exception {
    server.close();
    var interrupted = new CountDownLatch(1);
    server =
        server(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return List.of();
            },
            SHORT);
    try (var socket = halfARequest()) {
      socket.getOutputStream().write("\r\n".getBytes(US_ASCII));

      assertEnded(socket);
      interrupted.await();
    }
  }

  @Test
  void aRequestWithoutEndOrSenseIsRefused() throws Exception {
    for (String head :
        List.of("GET /health\r\n\r\n", "x".repeat(RequestHead.MOST_BYTES), "\r\n\r\n")) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.getOutputStream().write(head.getBytes(US_ASCII));

        assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
            .as(head)
            .isEqualTo("HTTP/1.1 400");
      }
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    try (var socket = halfARequest()) {
      get("/health"); // accepted after the one before
      server.close();

      assertEnded(socket);
      assertThatThrownBy(() -> get("/health")).isInstanceOf(IOException.class);
    }
  }

  /** Waits for it; an end is told as one, or as a reset where bytes were still unread. */
  private static void assertEnded(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private Socket halfARequest() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write("GET /health HTTP/1.1\r\n".getBytes(US_ASCII));
    return socket;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
