package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.ParsedAlert;
import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole HTTP side over real sockets; only what lies behind it is made up. */
@Timeout(300)
class WebhookServerTest {
  private static final String TOKEN = "Zm9yIHRoZSB0ZXN0LCAzMiBieXRlcyBvZiB0b2tlbiE";
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:01Z");
  private static final String BODY =
      """
      {"id":"o1-2026-05-01T12:00:00Z","market":"SOL-PERP","action":"buy","size":"1.5",\
      "type":"market","price":"151.2","time":"2026-05-01T12:00:00Z","secret":"planted-secret-value"}\
      """;

  /** The contract: a sender waits 3 s, so every answer is there before. */
  private static final Duration LATEST_ANSWER = Duration.ofMillis(2_500);

  private static final WebhookController.Limits ROOMY =
      new WebhookController.Limits(Duration.ofSeconds(60), Duration.ofSeconds(120), room(2));
  private static final WebhookController.Limits IMPATIENT =
      new WebhookController.Limits(Duration.ofMillis(300), Duration.ofMillis(600), room(8));

  private final Sinks sinks = new Sinks();
  private final RouteTable routes = new RouteTable();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean kafka = new AtomicBoolean(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebhookServer server = serverWith(routes, ROOMY);

  @BeforeEach
  void start() {
    server.start();
    route(TestRoutes.tradingView(1000));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void anAlertIsAnsweredWithItsSignalIdOnceItIsDurable() throws Exception {
    HttpResponse<String> answer = post(BODY);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    AcceptedSignal signal = sinks.signals.getFirst();
    assertThat(answer.body()).isEqualTo("{\"signalId\":\"" + signal.signalId() + "\"}");
    assertThat(signal.signalId().version()).isEqualTo(7);
    assertThat(signal.receivedAt()).isEqualTo(NOW);
    assertThat(signal.route().botId()).isEqualTo(TestRoutes.BOT);
    assertThat(signal.parsed().redactedBody()).doesNotContain("planted-secret-value");
    assertThat(signal.parsed().unread()).containsExactly("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; charset=utf-8",
        "application/json",
        "Application/JSON;charset=\"UTF-8\""
      })
  void bothContentTypesOfTradingViewAreRead(String type) throws Exception {
    assertThat(post(TOKEN, type, BODY).statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "text/plain; charset=iso-8859-1",
        "application/x-www-form-urlencoded"
      })
  void otherContentTypesAreRefusedAndRecorded(String type) throws Exception {
    assertProblem(post(TOKEN, type, BODY), 415, "unsupported-content-type");
    assertThat(sinks.rejections).hasSize(1);
  }

  @Test
  void aFailedWriteIs503WithRetryAfter() throws Exception {
    sinks.outcome = () -> CompletableFuture.failedFuture(new IOException("no broker"));

    HttpResponse<String> answer = post(BODY);

    assertProblem(answer, 503, "not-taken");
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
  }

  @Test
  void aWriteThatThrowsIs503() throws Exception {
    sinks.outcome =
        () -> {
          throw new IllegalStateException("closed");
        };
    assertProblem(post(BODY), 503, "not-taken");
  }

  @Test
  void aWriteThatNeverEndsIs503InTime() throws Exception {
    sinks.outcome = CompletableFuture::new;
    WebhookServer impatient = serverWith(routes, IMPATIENT);
    impatient.start();
    try {
      HttpRequest alert = request(impatient.port(), "/hooks/" + TOKEN, "application/json", BODY);
      long start = System.nanoTime();
      HttpResponse<String> answer = send(alert);
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertProblem(answer, 503, "not-taken");
      assertThat(took).isLessThan(LATEST_ANSWER);
    } finally {
      impatient.stop();
    }
  }

  @Test
  void aMalformedBodyWhoseRecordIsNotTakenIs503() throws Exception {
    sinks.outcome = () -> CompletableFuture.failedFuture(new IOException("no broker"));
    assertProblem(post("{"), 503, "not-taken");
  }

  @Test
  void anUnwarmedTableSaysNothingAboutTokens() throws Exception {
    RouteTable cold = new RouteTable();
    WebhookServer coldServer = serverWith(cold, ROOMY);
    coldServer.start();
    try {
      HttpResponse<String> answer =
          send(request(coldServer.port(), "/hooks/" + TOKEN, "application/json", BODY));
      assertProblem(answer, 503, "not-ready");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(get(coldServer.port(), "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(coldServer.port(), "/health/live").statusCode()).isEqualTo(200);
    } finally {
      coldServer.stop();
    }
  }

  @Test
  void allUnknownTokensGetTheSameAnswer() throws Exception {
    HttpResponse<String> wellFormed = post(TOKEN.replace('Z', 'Y'), "application/json", BODY);
    HttpResponse<String> nonsense = post("x", "application/xml", "{");
    HttpResponse<String> empty = post("", "application/json", BODY);

    assertProblem(wellFormed, 404, "unknown-webhook");
    assertThat(nonsense.body()).isEqualTo(wellFormed.body());
    assertThat(empty.body()).isEqualTo(wellFormed.body());
    assertThat(sinks.signals).isEmpty();
    assertThat(sinks.rejections).as("junk never becomes a record").isEmpty();
    assertThat(meters.counter("quantumvault.ingest.webhooks", "outcome", "unknown_webhook").count())
        .isEqualTo(3);
  }

  @Test
  void anAnswerThatDidNotWaitForTheBodyEndsTheConnectionAndSaysSo() throws Exception {
    String answer =
        raw(
            "POST /hooks/x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 404").containsIgnoringCase("connection: close");
  }

  @Test
  void aRemovedRouteIsUnknown() throws Exception {
    routes.change(TokenHash.of(TOKEN), Optional.empty());
    assertProblem(post(BODY), 404, "unknown-webhook");
  }

  @Test
  void anotherSourceIsRefused() throws Exception {
    route(TestRoutes.tradingView(1000, "52.89.214.238/32"));
    assertProblem(post(BODY), 403, "source-not-allowed");
    assertThat(sinks.signals).isEmpty();
  }

  @Test
  void theDefaultNetworksHoldForRoutesWithoutTheirOwn() throws Exception {
    HttpRequest forwarded =
        HttpRequest.newBuilder(uri(server.port(), "/hooks/" + TOKEN))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", "203.0.113.9")
            .POST(HttpRequest.BodyPublishers.ofString(BODY))
            .build();
    assertProblem(send(forwarded), 403, "source-not-allowed");
  }

  @Test
  void aTrustedProxySpeaksForAnAllowedSource() throws Exception {
    route(TestRoutes.tradingView(1000, "52.89.214.238/32"));
    HttpRequest forwarded =
        HttpRequest.newBuilder(uri(server.port(), "/hooks/" + TOKEN))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", "52.89.214.238")
            .POST(HttpRequest.BodyPublishers.ofString(BODY))
            .build();
    assertThat(send(forwarded).statusCode()).isEqualTo(202);
  }

  @Test
  void overTheRateIs429() throws Exception {
    route(TestRoutes.tradingView(2));
    assertThat(post(BODY).statusCode()).isEqualTo(202);
    assertThat(post("{").statusCode()).as("bad ones count too").isEqualTo(400);

    HttpResponse<String> third = post(BODY);

    assertProblem(third, 429, "rate-limited");
    assertThat(third.headers().firstValue("Retry-After")).contains("60");
    assertThat(sinks.signals).hasSize(1);
  }

  @Test
  void aSignedRouteIsNotBelievedWithoutKeys() throws Exception {
    route(TestRoutes.signed(List.of(new byte[40])));
    assertProblem(post(BODY), 503, "signing-secret-unavailable");
    assertThat(sinks.signals).isEmpty();
  }

  @Test
  void sixtyFourKibibytesAreReadAndOneMoreIsNot() throws Exception {
    String padded = BODY + " ".repeat(64 * 1024 - BODY.length());

    assertThat(post(padded).statusCode()).isEqualTo(202);
    assertProblem(post(padded + " "), 413, "body-too-large");
    assertThat(sinks.rejections).hasSize(1);
  }

  @Test
  void aBodyWithoutDeclaredLengthIsLimitedToo() throws Exception {
    HttpRequest chunked =
        HttpRequest.newBuilder(uri(server.port(), "/hooks/" + TOKEN))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(new byte[64 * 1024 + 1])))
            .build();
    assertProblem(send(chunked), 413, "body-too-large");
  }

  @Test
  void aBodyThatDoesNotComeIs408() throws Exception {
    String head =
        "POST /hooks/"
            + TOKEN
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
    WebhookServer impatient = serverWith(routes, IMPATIENT);
    impatient.start();
    try {
      long start = System.nanoTime();
      String answer = raw(impatient.port(), head);
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("body-too-slow");
      assertThat(took).isLessThan(LATEST_ANSWER);
    } finally {
      impatient.stop();
    }
  }

  @Test
  void oversizeHeadersAndGarbageTellNothingAboutTheServer() throws Exception {
    String long431 = raw("GET /x HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(9000) + "\r\n\r\n");
    String garbage = raw("\u0001\u0002 nonsense\r\n\r\n");

    assertThat(long431).startsWith("HTTP/1.1 431 ").contains("urn:quantumvault:problem:");
    assertThat(garbage).startsWith("HTTP/1.1 400 ");
    assertThat(long431 + garbage).doesNotContainIgnoringCase("jetty", "exception", "\tat ");
  }

  @Test
  void malformedBodiesAreRecordedAndNamed() throws Exception {
    assertProblem(post("{"), 400, "unreadable-body");
    assertProblem(post(BODY.replace("buy", "short")), 422, "unknown-action");
    assertProblem(post(BODY.replace("SOL-PERP", "DOGE-PERP")), 422, "unknown-market");
    assertProblem(post(BODY.replace("1.5", "many")), 422, "invalid-alert");
    HttpResponse<String> last =
        post(
            "{\"market\":\"SOL-PERP\",\"action\":\"close\",\"password\":\"planted-secret-value\"}");
    assertProblem(last, 422, "no-time");

    assertThat(sinks.signals).isEmpty();
    assertThat(sinks.rejections)
        .extracting(rejection -> rejection.problems().getFirst().refusal())
        .containsExactly(
            Refusal.UNREADABLE,
            Refusal.UNKNOWN_ACTION,
            Refusal.UNKNOWN_MARKET,
            Refusal.INVALID,
            Refusal.NO_TIME);
    assertThat(last.body())
        .contains("\"signalId\":\"" + sinks.rejections.getLast().signalId() + "\"")
        .doesNotContain("planted-secret-value");
    assertThat(sinks.rejections.getLast().problems())
        .extracting(ParsedAlert.Problem::detail)
        .allSatisfy(detail -> assertThat(last.body()).contains(detail.replace("\"", "\\\"")));
  }

  @Test
  void onlyPostIsTakenAndTheAnswerDoesNotWaitForItsRecord() throws Exception {
    CountDownLatch recorded = new CountDownLatch(1);
    sinks.outcome =
        () -> {
          recorded.countDown();
          return new CompletableFuture<>();
        };
    HttpResponse<String> known =
        client
            .sendAsync(
                HttpRequest.newBuilder(uri(server.port(), "/hooks/" + TOKEN)).build(),
                HttpResponse.BodyHandlers.ofString())
            .get(ROOMY.answerWithin().toSeconds() / 2, TimeUnit.SECONDS);
    assertProblem(known, 405, "method-not-allowed");
    assertThat(get(server.port(), "/hooks/x").body()).isEqualTo(known.body());
    recorded.await();
  }

  @Test
  void overItsRoomItRefusesSoonInsteadOfQueueing() throws Exception {
    WebhookServer small = serverWith(routes, ROOMY);
    small.start();
    try {
      CountDownLatch both = new CountDownLatch(2);
      CompletableFuture<Object> broker = new CompletableFuture<>();
      sinks.outcome =
          () -> {
            both.countDown();
            return broker;
          };
      HttpRequest alert = request(small.port(), "/hooks/" + TOKEN, "application/json", BODY);
      var first = client.sendAsync(alert, HttpResponse.BodyHandlers.ofString());
      var second = client.sendAsync(alert, HttpResponse.BodyHandlers.ofString());
      both.await();

      assertProblem(send(alert), 503, "overloaded");

      broker.complete("taken");
      assertThat(first.get().statusCode()).isEqualTo(202);
      assertThat(second.get().statusCode()).isEqualTo(202);
      assertThat(send(alert).statusCode()).as("there is room again").isEqualTo(202);
    } finally {
      small.stop();
    }
  }

  @Test
  void readyMeansWarmAndReachable() throws Exception {
    assertThat(get(server.port(), "/health/ready").statusCode()).isEqualTo(200);
    kafka.set(false);
    assertThat(get(server.port(), "/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void healthTellsStrangersWhetherAndNeverWhy() throws Exception {
    kafka.set(false);
    assertThat(get(server.port(), "/health/ready").body()).isEqualTo("{\"status\":\"DOWN\"}");
  }

  @Test
  void figuresAreNotToldWhereStrangersAsk() throws Exception {
    post(BODY);
    assertProblem(get(server.port(), "/metrics"), 404, "not-found");
  }

  private static WebhookController.Room room(int places) {
    return new WebhookController.Room(places, places, places);
  }

  private WebhookServer serverWith(RouteTable table, WebhookController.Limits limits) {
    return new Gatehouse(table, sinks, meters)
        .limits(limits)
        .server(() -> table.warm() && kafka.get());
  }

  private void route(Route route) {
    routes.fill(Map.of(TokenHash.of(TOKEN), route));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return post(TOKEN, "application/json", body);
  }

  private HttpResponse<String> post(String token, String type, String body) throws Exception {
    return send(request(server.port(), "/hooks/" + token, type, body));
  }

  private static HttpRequest request(int port, String path, String type, String body) {
    return HttpRequest.newBuilder(uri(port, path))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(port, path)).build());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Writes bytes no client library would, and reads until the server closes. */
  private String raw(String text) throws IOException {
    return raw(server.port(), text);
  }

  private static String raw(int port, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"type\":\"urn:quantumvault:problem:" + type + "\"");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }
}
