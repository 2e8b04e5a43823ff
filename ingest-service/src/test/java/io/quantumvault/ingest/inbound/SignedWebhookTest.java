package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the door makes of a verdict on a signature. */
class SignedWebhookTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:01Z");
  private static final String BODY =
      """
      {"id":"o1","market":"SOL-PERP","action":"close","time":"2026-05-01T12:00:00Z"}\
      """;

  private final List<AcceptedSignal> signals = new ArrayList<>();

  @Test
  void theSignedIdIsTheSignalsNonceAndNothingElse() {
    assertThat(answerTo(new Verdict.Holds("msg_1"), BODY).status()).isEqualTo(202);

    AcceptedSignal signal = signals.getFirst();
    assertThat(signal.nonce()).isEqualTo("msg_1");
    assertThat(signal.alert().id()).isEqualTo("o1");
    assertThat(signal.alert().time()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
  }

  /** A retry under another id would otherwise be another content, and trade again. */
  @Test
  void theSignedIdDoesNotStandInForTheBodysOwn() {
    answerTo(new Verdict.Holds("msg_1"), BODY.replace("\"id\":\"o1\",", ""));

    assertThat(signals.getFirst().alert().id()).isNull();
  }

  @Test
  void aSignatureThatDoesNotHoldIs401AndNoSignal() {
    assertThat(answerTo(new Verdict.Refused("no signature holds"), BODY).status()).isEqualTo(401);
    assertThat(signals).isEmpty();
  }

  @Test
  void whatNobodyCanKnowIs503AndComesAgain() {
    Answer answer = answerTo(new Verdict.Unavailable(), BODY);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(signals).isEmpty();
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
    assertThat(signals).isEmpty();
  }

  private Answer answerTo(Verdict verdict, String body) {
    return answerBy((route, request, bytes, now) -> verdict, body);
  }

  private Answer answerBy(SignatureCheck check, String body) {
    var door = new Door(NOW, TestRoutes.signed(List.of(new byte[] {1}, new byte[] {2})), check);
    var answer = door.send(new Signed(Visitor.of(Door.TOKEN, body)));
    signals.addAll(door.sinks.signals);
    return answer;
  }

  /** A visitor with the headers of a signature, which nobody need have made. */
  private record Signed(Visitor visitor) implements AsVisitor {
    @Override
    public List<String> headers(String name) {
      return switch (name) {
        case "webhook-id" -> List.of("msg_1");
        case "webhook-timestamp" -> List.of(Long.toString(NOW.getEpochSecond()));
        case "webhook-signature" -> List.of("v1,AAAA");
        default -> visitor.headers(name);
      };
    }
  }
}
