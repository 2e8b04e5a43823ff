package io.quantumvault.ingest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.ingest.alert.Refusal;
import io.quantumvault.ingest.alert.RefusedSignal;
import io.quantumvault.ingest.inbound.SignatureCheck.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** No silence hides a lost alert: what a known webhook sent and nobody took, its owner sees. */
class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-09-21T14:00:06Z");
  private static final String ENTRY =
      "{\"market\":\"SOL-PERP\",\"action\":\"buy\",\"size\":1,\"time\":\"2026-09-21T14:00:05Z\"}";
  private static final String CLOSE = ENTRY.replace("buy", "close");

  @Test
  void overTheRateIsOnRecordOnceAMinuteWithItsCount() {
    Door door = new Door(NOW, TestRoutes.tradingView(2));
    for (int i = 0; i < 6; i++) {
      door.send(ENTRY);
    }

    assertThat(door.sinks.signals).hasSize(2);
    assertThat(door.sinks.rejections)
        .singleElement()
        .satisfies(rejection -> {
          assertThat(reasons(rejection)).containsExactly(Refusal.RATE_LIMITED);
          assertThat(rejection.exit()).isFalse();
        });
    door.later(Duration.ofMinutes(1));
    assertThat(door.behind.tally().due()).extracting(RefusedSignal::count).containsExactly(3);
  }

  @Test
  void exitsHaveThirtyAMinuteWhateverEntriesSpent() {
    Door door = new Door(NOW, TestRoutes.tradingView(1));
    door.send(ENTRY);
    assertThat(door.send(ENTRY).status()).isEqualTo(429);
    for (int i = 0; i < 30; i++) {
      assertThat(door.send(CLOSE).status()).isEqualTo(202);
    }

    assertThat(door.send(CLOSE).status()).isEqualTo(429);

    assertThat(door.sinks.rejections).extracting(RefusedSignal::exit).containsExactly(false, true);
  }

  @Test
  void exitsKeepNoEntryOut() {
    Door door = new Door(NOW, TestRoutes.tradingView(1));
    door.send(CLOSE);
    assertThat(door.send(ENTRY).status()).isEqualTo(202);
  }

  @Test
  void anotherSourceIsOnRecord() {
    Door door = new Door(NOW, TestRoutes.tradingView(9, "192.0.2.1/32"));

    assertThat(door.send(ENTRY).status()).isEqualTo(403);

    assertThat(reasons(door.sinks.rejections.getFirst()))
        .containsExactly(Refusal.SOURCE_NOT_ALLOWED);
  }

  @Test
  void aRefusedSignatureIsOnRecordAndSpendsNoRate() {
    boolean[] holds = {false};
    Door door =
        new Door(
            NOW,
            TestRoutes.signed(List.of()),
            (_, _, _, _) -> holds[0] ? new Verdict.Holds("msg_1") : new Verdict.Refused("no"));
    for (int i = 0; i < 40; i++) {
      assertThat(door.send(CLOSE).status()).isEqualTo(401);
    }

    assertThat(reasons(door.sinks.rejections.getFirst()))
        .containsExactly(Refusal.SIGNATURE_REFUSED);
    assertThat(door.sinks.rejections.getFirst().exit()).isTrue();
    holds[0] = true;
    assertThat(door.send(CLOSE).status()).isEqualTo(202);
    assertThat(door.sinks.signals.getFirst().nonce()).isEqualTo("msg_1");
  }

  @Test
  void aSignedHeaderStandsInForNoTime() {
    Door door =
        new Door(NOW, TestRoutes.signed(List.of()), (_, _, _, _) -> new Verdict.Holds("msg_1"));

    Answer answer = door.send("{\"market\":\"SOL-PERP\",\"action\":\"close\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("urn:quantumvault:problem:no-time");
  }

  @Test
  void theIdOfASignedMessageIsNoPartOfItsContent() {
    int[] sent = {0};
    Door door =
        new Door(
            NOW,
            TestRoutes.signed(List.of()),
            (_, _, _, _) -> new Verdict.Holds("msg_" + sent[0]++));
    door.send(CLOSE);
    door.send(CLOSE);

    assertThat(door.sinks.signals.get(0).contentSha256())
        .as("the same body sent anew is the same order")
        .isEqualTo(door.sinks.signals.get(1).contentSha256());
    assertThat(door.sinks.signals).allMatch(signal -> signal.alert().id() == null);
  }

  @Test
  void ofAnUnreadableBodyNothingIsKeptButItsLengthAndWhetherItAskedToGetOut() {
    Door door = new Door(NOW, TestRoutes.tradingView(9));
    String body = "{\"market\":\"SOL-PERP\",\"action\":\"close\",\"note\":\"planted\",}";

    Answer answer = door.send(body);

    RefusedSignal rejection = door.sinks.rejections.getFirst();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(rejection.exit()).isTrue();
    assertThat(rejection.redactedBody()).isNull();
    assertThat(rejection.toString())
        .contains("its " + body.length() + " bytes")
        .doesNotContain("planted");
    assertThat(answer.body()).doesNotContain("bytes").doesNotContain("planted");
  }

  @Test
  void whatCouldNotBeWrittenIsCountedInWhatIsWrittenLater() {
    Door door = new Door(NOW, TestRoutes.tradingView(1));
    door.send(ENTRY);
    door.sinks.outcome = () -> CompletableFuture.failedFuture(new IOException("no broker"));

    assertThat(door.send(ENTRY).status()).as("sending it again would not help").isEqualTo(429);

    door.later(Duration.ofMinutes(1));
    assertThat(door.behind.tally().due()).extracting(RefusedSignal::count).containsExactly(1);
  }

  @Test
  void aBodyThatBreaksOffIsOnRecord() {
    Door door = new Door(NOW, TestRoutes.tradingView(1));

    Answer answer =
        door.send(
            new Broken(
                new Visitor(Door.TOKEN, ENTRY.getBytes(StandardCharsets.UTF_8), "127.0.0.1")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(door.sinks.rejections).hasSize(1);
  }

  private record Broken(Visitor visitor) implements AsVisitor {
    @Override
    public Body body(int maxBytes, Duration within) {
      return new Body.BrokenOff();
    }
  }

  private static List<Refusal> reasons(RefusedSignal rejection) {
    return rejection.problems().stream().map(problem -> problem.refusal()).toList();
  }
}
