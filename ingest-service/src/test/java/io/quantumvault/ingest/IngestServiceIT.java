package io.quantumvault.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.inbound.WebhookServer;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.TokenHash;
import io.quantumvault.keys.kms.KeyName;
import io.quantumvault.keys.kms.file.FileKeyManagement;
import io.quantumvault.keys.kms.file.FileKmsKeys;
import io.quantumvault.keys.memory.SecretMemory;
import io.quantumvault.keys.record.Aad;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Base58;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.MarketPrice;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.WebhookKind;
import io.quantumvault.schemas.v1.WebhookRoute;
import io.quantumvault.standalone.platform.KafkaBroker;
import io.quantumvault.standalone.platform.Secrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it is started, with its own user on a real broker that comes and goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class IngestServiceIT {
  private static final String WALLET = "7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU";
  private static final String OWNER = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
  private static final UUID BOT = UUID.fromString("01900000-0000-7000-8000-00000000000b");
  private static final String PLANTED = "planted-secret-value";

  /** The contract: TradingView waits 3 s, so every answer is there before. */
  private static final Duration LATEST_ANSWER = Duration.ofMillis(2_500);

  private final HttpClient http = HttpClient.newHttpClient();
  private Secrets secrets;
  private Path kafkaFolder;
  private int kafkaPort;
  private KafkaBroker broker;
  private final Instant started = Instant.now();
  private ChainNode chain;
  private Path keys;
  private FileKeyManagement controlPlaneKeys;
  private ConfigurableApplicationContext service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    secrets = Secrets.in(folder.resolve("secrets"));
    kafkaFolder = folder.resolve("kafka");
    broker = KafkaBroker.start(kafkaFolder, 0, secrets);
    kafkaPort = URI.create("kafka://" + broker.bootstrapServers()).getPort();
    chain = new ChainNode();
    // As a chain does: two hundred milliseconds a slot.
    chain.slot = () -> 1_000 + Duration.between(started, Instant.now()).toMillis() / 200;
    FileKmsKeys.create(KeyName.WEBHOOK, 1, folder.resolve("ingest"), folder.resolve("control"));
    controlPlaneKeys = FileKeyManagement.open(folder.resolve("control"));
    keys = folder.resolve("ingest");
    service = startService();
    await(() -> get("/health/ready").statusCode() == 200);
  }

  private ConfigurableApplicationContext startService() {
    return IngestApplication.start(
        Map.of(
            "quantumvault.kafka.bootstrap-servers", broker.bootstrapServers(),
            "quantumvault.kafka.username", Principal.INGEST.userName(),
            "quantumvault.kafka.password-file", broker.passwordFile(Principal.INGEST).toString(),
            "quantumvault.http.port", "0",
            "quantumvault.keys.dir", keys.toString(),
            "quantumvault.chain.rpc-urls", chain.url().toString(),
            "quantumvault.ingest.trading-view.networks", "127.0.0.1/32"));
  }

  @AfterAll
  void stop() {
    service.close();
    controlPlaneKeys.close();
    chain.close();
    broker.close();
    http.close();
  }

  @Test
  @Order(1)
  void anAlertBecomesASignalAndAMalformedOneARejectionAndNeitherHoldsASecret() throws Exception {
    String token = "token-of-the-first-test-with-enough-length";
    route(token, tradingView());
    Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    HttpResponse<String> accepted =
        postUntilTaken(
            token,
            """
            {"id":"long-1-2026-05-01T12:00:00Z","ticker":"BINANCE:SOLUSDT.P","action":"buy",\
            "size":"1.50","positionAfter":"3.5","type":"limit","price":"151.20","stopLoss":"2%%",\
            "time":"%3$s","passphrase":"%1$s","comment":"key %1$s, %2$s"}\
            """
                .formatted(PLANTED, token, time));
    HttpResponse<String> malformed =
        postUntilTaken(
            token,
            "{\"action\":\"hodl\",\"secret\":\"" + PLANTED + "\",\"id\":\"" + PLANTED + "\"}");

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    ConsumerRecord<String, byte[]> record =
        awaitSignals(accepted).stream().filter(isOf(accepted)).findFirst().orElseThrow();
    Signal signal = Signal.parseFrom(record.value());
    assertThat(record.key()).isEqualTo(WALLET);
    assertThat(signal.getEnvelope().getCorrelationId()).isEqualTo(signal.getSignalId());
    assertThat(signal.getBotId()).isEqualTo(BOT.toString());
    assertThat(signal.getOwner()).isEqualTo(OWNER);
    assertThat(signal.getWebhookKind()).isEqualTo(WebhookKind.WEBHOOK_KIND_TRADING_VIEW);
    assertThat(signal.getAlertId()).isEqualTo("long-1-2026-05-01T12:00:00Z");
    assertThat(signal.getMarket()).isEqualTo("SOL-PERP");
    assertThat(signal.getAction()).isEqualTo(Action.ACTION_BUY);
    assertThat(signal.getOrderType()).isEqualTo(OrderType.ORDER_TYPE_LIMIT);
    assertThat(signal.getSizeBase()).isEqualTo("1.5");
    assertThat(signal.getSizeUsd()).isEmpty();
    assertThat(signal.getLimitPrice()).isEqualTo("151.2");
    assertThat(signal.getPositionAfter()).isEqualTo("3.5");
    assertThat(signal.getStopLoss().getPercent()).isEqualTo("2");
    assertThat(signal.getUnreadFieldsList()).containsExactly("passphrase", "comment");
    assertThat(signal.getAlertTimeMs()).isEqualTo(time.toEpochMilli());
    assertThat(signal.getContentSha256().size()).isEqualTo(32);
    assertThat(signal.getBodySha256().size()).isEqualTo(32);
    assertThat(signal.getDryRun()).isFalse();
    String traceParent = new String(record.headers().lastHeader("traceparent").value(), UTF_8);
    assertThat(traceParent).startsWith("00-" + signal.getSignalId().replace("-", "") + "-");

    assertThat(malformed.statusCode()).isEqualTo(422);
    ConsumerRecord<String, byte[]> refused =
        Records.readUntil(user(Principal.AUDIT), Topics.REJECTIONS, seen -> !seen.isEmpty())
            .getLast();
    SignalRejected rejected = RejectionRecord.parseFrom(refused.value()).getRejected();
    assertThat(refused.key()).isEqualTo(WALLET);
    assertThat(rejected.getKind()).isEqualTo(RejectionKind.REJECTION_KIND_MALFORMED);
    assertThat(rejected.getReasonsList())
        .containsExactly(
            Reason.REASON_MALFORMED,
            Reason.REASON_UNKNOWN_MARKET,
            Reason.REASON_UNKNOWN_ACTION,
            Reason.REASON_NO_TIME);
    assertThat(rejected.getCount()).isEqualTo(1);
    assertThat(rejected.getBodySha256().size()).isEqualTo(32);
    assertThat(malformed.body()).contains(rejected.getSignalId(), "urn:quantumvault:problem:");

    for (byte[] stored : List.of(record.value(), refused.value())) {
      assertThat(new String(stored, ISO_8859_1)).doesNotContain(PLANTED).doesNotContain(token);
    }
    assertThat(malformed.body() + accepted.body()).doesNotContain(PLANTED);
  }

  @Test
  @Order(2)
  void aSignedWebhookIsTakenAndAForgedOneIsNot() throws Exception {
    String token = "token-of-the-signed-webhook";
    UUID webhook = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
    byte[] secret = "thirty-two bytes of test secret!".getBytes(UTF_8);
    byte[] sealed;
    try (SecretMemory key = SecretMemory.takeOwnershipOf(secret.clone())) {
      sealed =
          controlPlaneKeys.wrap(
              KeyName.WEBHOOK, Aad.webhookSecret(Base58.decode(OWNER), webhook), key);
    }
    route(
        token,
        tradingView()
            .setKind(WebhookKind.WEBHOOK_KIND_SIGNED)
            .setWebhookId(webhook.toString())
            .addSealedSigningSecrets(ByteString.copyFrom(sealed)));
    Instant bodyTime = Instant.now().minusSeconds(3);
    String body = "{\"market\":\"ETH-PERP\",\"action\":\"close\",\"time\":\"" + bodyTime + "\"}";
    String time = Long.toString(Instant.now().getEpochSecond());

    HttpResponse<String> taken = untilTaken(() -> postSigned(token, body, "msg_1", time, secret));
    HttpResponse<String> forged = postSigned(token, body, "msg_2", time, "x".getBytes(UTF_8));

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(forged.statusCode()).isEqualTo(401);
    List<ConsumerRecord<String, byte[]>> signals = awaitSignals(taken);
    Signal signal = signal(signals.stream().filter(isOf(taken)).findFirst().orElseThrow());
    assertThat(signals).extracting(other -> signal(other).getNonce()).doesNotContain("msg_2");
    assertThat(signal.getNonce()).isEqualTo("msg_1");
    // Neither header stands in for what the body says: a retry re-stamps the one and keeps the
    // other.
    assertThat(signal.getAlertId()).isEmpty();
    assertThat(signal.getAlertTimeMs()).isEqualTo(bodyTime.toEpochMilli());
  }

  @Test
  @Order(3)
  void aTombstoneClosesAWebhookAndSoDoesAnUnreadableRoute() throws Exception {
    route("token-to-be-deleted", tradingView());
    route("token-to-be-garbled", tradingView());

    write("token-to-be-deleted", null);
    write("token-to-be-garbled", new byte[] {(byte) 0xff});

    await(() -> post("token-to-be-deleted", "{}").statusCode() == 404);
    await(() -> post("token-to-be-garbled", "{}").statusCode() == 404);
    assertThat(metrics())
        .contains("quantumvault_ingest_routes_dropped_total 1.0")
        .contains("quantumvault_key_memory{pages=")
        .contains(
            "quantumvault_kms_calls_total{key=\"webhook\",operation=\"unwrap\",outcome=\"ok\"}",
            "quantumvault_ready 1");
  }

  @Test
  @Order(4)
  void pricesFollowTheChainAndNeverGoBack() throws Exception {
    posted(150);
    awaitPrice(150);
    posted(120);
    int before = chain.asked.size();
    // The first answer may have been under way: the second one said 120.
    await(() -> chain.asked.size() >= before + 2);
    posted(160);
    List<ConsumerRecord<String, byte[]>> records = awaitPrice(160);

    neverBack(records);
    assertThat(records).extracting(ConsumerRecord::key).contains("BTC-PERP", "ETH-PERP");
  }

  @Test
  @Order(5)
  void withoutABrokerTheAnswerIsASoon503AndAfterwardsItWorksAgain() throws Exception {
    String token = "token-of-the-outage";
    route(token, tradingView());
    assertThat(postUntilTaken(token, close("before")).statusCode()).isEqualTo(202);

    broker.close();
    long start = System.nanoTime();
    HttpResponse<String> during = post(token, close("during"));
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(took).isLessThan(LATEST_ANSWER);
    assertThat(during.statusCode()).isEqualTo(503);
    assertThat(during.headers().firstValue("Retry-After")).isPresent();
    await(() -> get("/health/ready").statusCode() == 503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    broker = KafkaBroker.start(kafkaFolder, kafkaPort, secrets);
    await(() -> get("/health/ready").statusCode() == 200);
    await(() -> post(token, close("after")).statusCode() == 202);
  }

  /** What was refused behind the first of its kind comes with its count when the service stops. */
  @Test
  @Order(6)
  void refusalsThatWereOnlyCountedAreWrittenAtTheEnd() throws Exception {
    String token = "token-of-many-refusals";
    route(token, tradingView());
    HttpResponse<String> first = untilTaken(() -> post(token, "nonsense"));
    HttpResponse<String> second = post(token, "nonsense");
    HttpResponse<String> third = post(token, "nonsense");
    assertThat(first.statusCode()).isEqualTo(400);
    assertThat(third.body()).isEqualTo(second.body()).isNotEqualTo(first.body());

    service.close();

    SignalRejected counted =
        RejectionRecord.parseFrom(
                Records.readUntil(
                        user(Principal.AUDIT),
                        Topics.REJECTIONS,
                        seen -> seen.stream().anyMatch(isRejectionOf(second)))
                    .stream()
                    .filter(isRejectionOf(second))
                    .findFirst()
                    .orElseThrow()
                    .value())
            .getRejected();
    assertThat(counted.getCount()).isEqualTo(2);
    assertThat(counted.getBodySha256().isEmpty()).isTrue();
  }

  private static Predicate<ConsumerRecord<String, byte[]>> isRejectionOf(
      HttpResponse<String> answer) {
    return record -> {
      try {
        return answer
            .body()
            .contains(RejectionRecord.parseFrom(record.value()).getRejected().getSignalId());
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    };
  }

  private static String close(String id) {
    return "{\"id\":\"%s\",\"market\":\"SOL-PERP\",\"action\":\"close\",\"time\":\"%s\"}"
        .formatted(id, Instant.now());
  }

  @Test
  @Order(6)
  void afterARestartPricesGoOnFromThePublishedOnes() throws Exception {
    service.close();
    posted(155);
    int before = chain.asked.size();
    service = startService();
    await(() -> chain.asked.size() >= before + 2);
    posted(170);

    neverBack(awaitPrice(170));
  }

  private void neverBack(List<ConsumerRecord<String, byte[]>> records) throws Exception {
    long last = 0;
    for (ConsumerRecord<String, byte[]> record : records) {
      MarketPrice price = MarketPrice.parseFrom(record.value());
      assertThat(record.key()).isEqualTo(price.getMarket());
      if (price.getMarket().equals("SOL-PERP")) {
        assertThat(price.getPrice()).isEqualTo("151.2");
        assertThat(price.getConfidence()).isEqualTo("0.00000005");
        assertThat(price.getOracle()).isEqualTo("3m6i4RFWEDw2Ft4tFHPJtYgmpPe21k56M3FHeWYrgGBz");
        assertThat(price.getStepBase()).isEqualTo("0.01");
        assertThat(price.getMinimumBase()).isEqualTo("0.02");
        assertThat(price.getEndpointsAgreed()).isEqualTo(1);
        assertThat(price.getEndpointsAsked()).isEqualTo(1);
        assertThat(price.getReadSlot()).isGreaterThanOrEqualTo(1_000);
        assertThat(price.getPublishedAtMs())
            .isBetween(started.toEpochMilli(), price.getObservedAtMs());
        // The same one again where the broker's answer was late: whoever reads drops it.
        assertThat(price.getSlot()).isGreaterThanOrEqualTo(last);
        last = price.getSlot();
      }
    }
  }

  private void posted(long slot) {
    for (var market : List.of(ChainNode.SOL, ChainNode.BTC, ChainNode.ETH)) {
      chain.holds(market, 15_120_000_000L, slot, Instant.now());
    }
  }

  /** All signals, once that of this answer is among them. */
  private List<ConsumerRecord<String, byte[]>> awaitSignals(HttpResponse<String> answer) {
    return Records.readUntil(
        user(Principal.AUDIT), Topics.SIGNALS, seen -> seen.stream().anyMatch(isOf(answer)));
  }

  private static Predicate<ConsumerRecord<String, byte[]>> isOf(HttpResponse<String> answer) {
    return record -> answer.body().contains(signal(record).getSignalId());
  }

  private static Signal signal(ConsumerRecord<String, byte[]> record) {
    try {
      return Signal.parseFrom(record.value());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private List<ConsumerRecord<String, byte[]>> awaitPrice(long slot) {
    return Records.readUntil(
        user(Principal.POLICY),
        Topics.PRICES,
        seen -> seen.stream().filter(record -> slot(record) == slot).count() >= 3);
  }

  private static long slot(ConsumerRecord<String, byte[]> record) {
    try {
      return MarketPrice.parseFrom(record.value()).getSlot();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static WebhookRoute.Builder tradingView() {
    return WebhookRoute.newBuilder()
        .setWebhookId(UUID.randomUUID().toString())
        .setKind(WebhookKind.WEBHOOK_KIND_TRADING_VIEW)
        .setBotId(BOT.toString())
        .setAgentWallet(WALLET)
        .setOwner(OWNER)
        .setMaxPerMinute(1000)
        .setMaxPerHour(10_000);
  }

  /** Returns once the service knows the route. */
  private void route(String token, WebhookRoute.Builder route) throws Exception {
    write(token, route.build().toByteArray());
    RouteTable table = service.getBean(RouteTable.class);
    await(() -> table.find(token) instanceof RouteTable.Answer.Found);
  }

  private void write(String token, byte @Nullable [] value) throws Exception {
    Records.write(user(Principal.DEBEZIUM), Topics.WEBHOOK_ROUTES, TokenHash.of(token), value);
  }

  private Map<String, Object> user(Principal principal) {
    return broker.clientSettings(principal);
  }

  private HttpResponse<String> post(String token, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("/hooks/" + token))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> postUntilTaken(String token, String body) throws Exception {
    return untilTaken(() -> post(token, body));
  }

  /** As senders do: the broker of a busy machine may answer later than the service waits. */
  private static HttpResponse<String> untilTaken(Callable<HttpResponse<String>> send)
      throws Exception {
    HttpResponse<String> answer = send.call();
    for (int again = 0; again < 20 && answer.statusCode() == 503; again++) {
      answer = send.call();
    }
    return answer;
  }

  private HttpResponse<String> postSigned(
      String token, String body, String id, String time, byte[] secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] signature = mac.doFinal((id + "." + time + "." + body).getBytes(UTF_8));
    return http.send(
        HttpRequest.newBuilder(uri("/hooks/" + token))
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", time)
            .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String metrics() throws Exception {
    int port = service.getBean(ManagementServer.class).port();
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.getBean(WebhookServer.class).port() + path);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.holds()) {
      assertThat(Instant.now()).as("within a minute").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
