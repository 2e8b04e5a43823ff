package io.quantumvault.ingest.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.AlertParser;
import io.quantumvault.ingest.alert.MarketTable;
import io.quantumvault.ingest.alert.RateLimiter;
import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.ingest.route.SourceAddress;
import io.quantumvault.ingest.route.TokenHash;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the door makes of a verdict on a signature. */
@Timeout(60)
class SignedWebhookTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:01Z");
  private static final String TOKEN = "Zm9yIHRoZSB0ZXN0LCAzMiBieXRlcyBvZiB0b2tlbiE";
  private static final String BODY =
      """
      {"id":"o1","market":"SOL-PERP","action":"close","time":"2026-05-01T12:00:00Z"}\
      """;

  private final Sinks sinks = new Sinks();

  @Test
  void theSignedIdIsTheSignalsNonceAndNothingElse() {
    assertThat(answerTo(new Verdict.Holds("msg_1"), BODY).status()).isEqualTo(202);

    AcceptedSignal signal = sinks.signals.getFirst();
    assertThat(signal.nonce()).isEqualTo("msg_1");
    assertThat(signal.alert().id()).isEqualTo("o1");
    assertThat(signal.alert().time()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
  }

  /** A retry under another id would otherwise be another content, and trade again. */
  @Test
  void theSignedIdDoesNotStandInForTheBodysOwn() {
    answerTo(new Verdict.Holds("msg_1"), BODY.replace("\"id\":\"o1\",", ""));

    assertThat(sinks.signals.getFirst().alert().id()).isNull();
  }

  @Test
  void aSignatureThatDoesNotHoldIs401AndNoSignal() {
    assertThat(answerTo(new Verdict.Refused("no signature holds"), BODY).status()).isEqualTo(401);
    assertThat(sinks.signals).isEmpty();
  }

  @Test
  void whatNobodyCanKnowIs503AndComesAgain() {
    Answer answer = answerTo(new Verdict.Unavailable(), BODY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(sinks.signals).isEmpty();
  }

  /** Each of the two hangs for ever; the answer is there all the same. */
  @Test
  void aKeyManagementThatHangsIs503() {
    var hanging =
        new StandardWebhooks(
            (name, context, wrapped) -> {
              while (true) {
                LockSupport.park();
              }
            },
            Duration.ofMillis(50));

    Answer answer = answerBy(hanging, BODY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(sinks.signals).isEmpty();
  }

  private Answer answerTo(Verdict verdict, String body) {
    return answerBy((route, request, bytes, now) -> verdict, body);
  }

  private Answer answerBy(SignatureCheck check, String body) {
    RouteTable routes = new RouteTable();
    routes.fill(
        Map.of(TokenHash.of(TOKEN), TestRoutes.signed(List.of(new byte[] {1}, new byte[] {2}))));
    return new WebhookController(
            routes,
            new SourceCheck(new SourceAddress(List.of()), List.of()),
            new RateLimiter(() -> 0),
            check,
            new AlertParser(new MarketTable(Map.of("SOL-PERP", List.of()))),
            sinks::take,
            sinks::take,
            new SimpleMeterRegistry(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new WebhookController.Limits(Duration.ofSeconds(60), Duration.ofSeconds(120), 2))
        .handle(request(body));
  }

  private static IncomingRequest request(String body) {
    return new IncomingRequest() {
      @Override
      public String method() {
        return "POST";
      }

      @Override
      public String path() {
        return "/hooks/" + TOKEN;
      }

      @Override
      public InetAddress peer() {
        return InetAddress.getLoopbackAddress();
      }

      @Override
      public List<String> headers(String name) {
        return switch (name) {
          case "Content-Type" -> List.of("application/json");
          case "webhook-id" -> List.of("msg_1");
          case "webhook-timestamp" -> List.of(Long.toString(NOW.getEpochSecond()));
          case "webhook-signature" -> List.of("v1,AAAA");
          default -> List.of();
        };
      }

      @Override
      public Body body(int maxBytes, Duration within) {
        return new Body.Complete(body.getBytes(UTF_8));
      }
    };
  }
}
