package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  private Answer answerTo(Verdict verdict, String body) {
    var door = new Door(NOW, TestRoutes.signed(List.of()), (route, request, bytes, now) -> verdict);
    var answer = door.send(body);
    signals.addAll(door.sinks.signals);
    return answer;
  }
}
