package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.kit.password.InternalToken;
import io.quantumvault.kit.password.PasswordFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestAlertControllerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String TOKEN = "a-token-of-the-tests-as-long-as-one-is";
  private static final String BODY =
      "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"2\",\"time\":\"2026-05-01T12:00:00Z\"}";

  @TempDir Path folder;
  private final Sinks sinks = new Sinks();
  private final Map<String, List<String>> headers =
      new HashMap<>(
          Map.of(
              "Authorization",
              List.of("Bearer " + TOKEN),
              "Content-Type",
              List.of("text/plain"),
              "Bot-Id",
              List.of(TestRoutes.BOT.toString()),
              "Agent-Wallet",
              List.of(TestRoutes.WALLET),
              "Owner",
              List.of(TestRoutes.OWNER)));
  private String method = "POST";
  private String path = TestAlertController.PATH;
  private IncomingRequest.Body body = new IncomingRequest.Body.Complete(BODY.getBytes(UTF_8));
  private long nanos;
  private TestAlertController controller;

  @BeforeEach
  void controller() throws Exception {
    Path file = folder.resolve("token");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, TOKEN);
    controller =
        new TestAlertController(
            new InternalToken(new PasswordFile(file)),
            new AlertParser(Door.MARKETS),
            sinks::take,
            () -> nanos,
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new TestAlertController.Limits(Duration.ofSeconds(60), Duration.ofSeconds(120)));
  }

  private final class Asked implements IncomingRequest {
    @Override
    public String method() {
      return method;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public InetAddress peer() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public List<String> headers(String name) {
      return headers.getOrDefault(name, List.of());
    }

    @Override
    public Body body(int maxBytes, Duration within) {
      return body;
    }
  }

  private Answer send() {
    return controller.handle(new Asked());
  }

  private void refuses(int status, String slug) {
    Answer answer = send();
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("urn:quantumvault:problem:" + slug + "\"");
    assertThat(sinks.signals).isEmpty();
  }

  @Test
  void anAlertGoesOnAsADryRunOfTheBotThatWasNamed() {
    Answer answer = send();
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    AcceptedSignal signal = sinks.signals.getFirst();
    assertThat(signal.dryRun()).isTrue();
    assertThat(answer.body()).isEqualTo("{\"signalId\":\"" + signal.signalId() + "\"}");
    assertThat(signal.route().botId()).isEqualTo(TestRoutes.BOT);
    assertThat(signal.route().agentWallet()).isEqualTo(TestRoutes.WALLET);
    assertThat(signal.route().owner()).isEqualTo(TestRoutes.OWNER);
    assertThat(signal.alert().market()).isEqualTo("SOL-PERP");
    assertThat(signal.receivedAt()).isEqualTo(NOW);
  }

  @Test
  void aWebhooksAlertIsNone() {
    var door = new Door(NOW, TestRoutes.tradingView(60));
    assertThat(door.send(BODY).status()).isEqualTo(202);
    assertThat(door.sinks.signals.getFirst().dryRun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"2\"}",
        "{\"market\":\"DOGE-PERP\",\"action\":\"buy\",\"size\":\"2\",\"time\":\"2026-05-01T12:00:00Z\"}",
        "{\"market\":\"SOL-PERP\",\"action\":\"long\",\"size\":\"2\",\"time\":\"2026-05-01T12:00:00Z\"}",
        "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"2\",\"time\":\"2026-05-01T11:00:00Z\"}",
        "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":\"1,5\",\"time\":\"{{timenow}}\"}",
        "SOL buy now",
        ""
      })
  void whatAWebhookRefusesIsRefusedInTheSameWordsAndIsOnNoRecord(String text) {
    body = new IncomingRequest.Body.Complete(text.getBytes(UTF_8));
    Answer answer = send();
    Answer webhook = new Door(NOW, TestRoutes.tradingView(60)).send(text);
    assertThat(answer.status()).isEqualTo(webhook.status()).isBetween(400, 422);
    assertThat(answer.body())
        .isEqualTo(webhook.body().replaceFirst(",\"signalId\":\"[^\"]*\"", ""));
    assertThat(sinks.signals).isEmpty();
    assertThat(sinks.rejections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer ", "Bearer a-token-of-the-tests-as-long-as-one-iS", "Basic abc"})
  void withoutTheTokenNothingIsTold(String given) {
    headers.put("Authorization", List.of(given));
    refuses(401, "token-refused");
    path = "/elsewhere";
    refuses(401, "token-refused");
    headers.remove("Authorization");
    refuses(401, "token-refused");
  }

  @ParameterizedTest
  @CsvSource({
    "Bot-Id,mine",
    "Bot-Id,",
    "Agent-Wallet,short",
    "Agent-Wallet,",
    "Owner,not-base58-not-base58-not-base58-0OIl",
    "Owner,"
  })
  void whoseAlertItIsHasToBeSaid(String name, String value) {
    headers.put(name, value == null ? List.of() : List.of(value));
    refuses(400, "bad-request");
  }

  @Test
  void whoseAlertItIsIsSaidOnce() {
    headers.put("Owner", List.of(TestRoutes.OWNER, TestRoutes.WALLET));
    refuses(400, "bad-request");
  }

  @Test
  void whatIsNoRequestForThisIsAnswered() {
    path = TestAlertController.PATH + "/";
    refuses(404, "not-found");
    path = TestAlertController.PATH;
    method = "GET";
    refuses(405, "method-not-allowed");
    method = "POST";
    headers.put("Content-Type", List.of("text/html"));
    refuses(415, "unsupported-content-type");
    headers.put("Content-Type", List.of("application/json"));
    body = new IncomingRequest.Body.TooLarge();
    refuses(413, "body-too-large");
    body = new IncomingRequest.Body.TooSlow();
    refuses(408, "body-too-slow");
    body = new IncomingRequest.Body.BrokenOff();
    refuses(400, "bad-request");
  }

  @Test
  void whatIsNotTakenDurablyIsSaid() {
    sinks.outcome = () -> CompletableFuture.failedFuture(new TimeoutException());
    Answer answer = send();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("not-taken");
  }

  @Test
  void aBotHasItsOwnRateOfTestAlerts() {
    for (int i = 0; i < TestAlertController.PER_MINUTE; i++) {
      assertThat(send().status()).isEqualTo(202);
    }
    Answer answer = send();
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("Retry-After", "60");
    headers.put("Bot-Id", List.of("01900000-0000-7000-8000-00000000000c"));
    assertThat(send().status()).isEqualTo(202);
    headers.put("Bot-Id", List.of(TestRoutes.BOT.toString()));
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(send().status()).isEqualTo(202);
  }
}
