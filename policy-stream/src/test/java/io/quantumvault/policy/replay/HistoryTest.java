package io.quantumvault.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RefusedPart;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History(Window.ALL);

  private static Signal signal(String id, long receivedAtMs) {
    return Signal.newBuilder().setSignalId(id).setReceivedAtMs(receivedAtMs).build();
  }

  private static TradeIntentPayload.Builder intent(String signalId, String intentId) {
    return TradeIntentPayload.newBuilder()
        .setOrigin(IntentOrigin.INTENT_ORIGIN_SIGNAL)
        .setSignalId(signalId)
        .setIntentId(intentId);
  }

  private static RejectionRecord rejected(SignalRejected.Builder rejected) {
    return RejectionRecord.newBuilder().setRejected(rejected).build();
  }

  @Test
  void alertsStandInTheOrderOfReceiptWhateverTheOrderOfTheTopics() {
    history.signal(signal("b", 2));
    history.signal(signal("a", 1));
    assertThat(history.alerts())
        .extracting(a -> a.signal().getSignalId())
        .containsExactly("a", "b");
  }

  @Test
  void theFirstOfARedeliveredAlertWasDecided() {
    history.signal(signal("a", 1));
    history.signal(signal("a", 2));
    assertThat(history.alerts())
        .singleElement()
        .extracting(Recorded::signal)
        .isEqualTo(signal("a", 1));
  }

  @Test
  void onlyFirstAttemptsOfAnAlertsOwnOrdersDecideIt() {
    history.signal(signal("a", 1));
    history.intent(intent("a", "2").setPart(Part.PART_OPENING).build());
    history.intent(intent("a", "1").setPart(Part.PART_CLOSING).build());
    history.intent(intent("a", "3").setPart(Part.PART_CLOSING).setAttempt(1).build());
    history.intent(intent("a", "4").setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN).build());
    assertThat(history.alerts())
        .singleElement()
        .extracting(Recorded::answer)
        .isInstanceOfSatisfying(
            Recorded.Answer.Sent.class,
            sent ->
                assertThat(sent.intents())
                    .extracting(TradeIntentPayload::getIntentId)
                    .containsExactly("1", "2"));
  }

  @Test
  void eachAnswerToAnAlertThatWasDeliveredAgainStandsForItself() {
    history.signal(signal("a", 1));
    history.intent(intent("a", "1").build());
    history.answer(rejected(SignalRejected.newBuilder().setSignalId("a")));
    assertThat(history.alerts())
        .extracting(alert -> (Object) alert.answer().getClass())
        .containsExactly(Recorded.Answer.Sent.class, Recorded.Answer.Refused.class);
  }

  @Test
  void theDoorsRefusalsAreThoseOfTheWindowThatTheStageNeverSaw() {
    var windowed = new History(new Window(Instant.ofEpochMilli(10), Instant.ofEpochMilli(20)));
    windowed.signal(signal("a", 10));
    windowed.signal(signal("b", 20));
    var door = SignalRejected.newBuilder().setSignalId("c").setReceivedAtMs(19);
    windowed.answer(rejected(door));
    windowed.answer(rejected(door.clone().setSignalId("d").setCount(4)));
    windowed.answer(rejected(door.clone().setSignalId("e").setReceivedAtMs(20)));
    windowed.answer(
        rejected(door.clone().setSignalId("b").setInputs(DecisionInputs.newBuilder().setNowMs(1))));
    windowed.answer(rejected(door.clone().setSignalId("a")));
    assertThat(windowed.alerts()).extracting(a -> a.signal().getSignalId()).containsExactly("a");
    assertThat(windowed.refusedAtTheDoor()).isEqualTo(5);
  }

  @Test
  void outcomesAgreeInEverythingButWords() {
    var order = TradeIntentPayload.newBuilder().setMarket("SOL-PERP").setSizeBase("1").build();
    var part =
        RefusedPart.newBuilder()
            .setPart(Part.PART_OPENING)
            .addReasons(Reason.REASON_COOLDOWN)
            .setDetail("too soon")
            .build();
    var approved = new Outcome.Approved(List.of(order), List.of(part));
    assertThat(
            approved.agreesWith(
                new Outcome.Approved(
                    List.of(order), List.of(part.toBuilder().setDetail("wait").build()))))
        .isTrue();
    assertThat(approved.agreesWith(new Outcome.Approved(List.of(order), List.of()))).isFalse();
    assertThat(
            approved.agreesWith(
                new Outcome.Approved(
                    List.of(order.toBuilder().setSizeBase("2").build()), List.of(part))))
        .isFalse();
    var stale = new Outcome.Refused(List.of(Reason.REASON_STALE), "old");
    assertThat(stale.agreesWith(new Outcome.Refused(List.of(Reason.REASON_STALE), "older")))
        .isTrue();
    assertThat(
            stale.agreesWith(
                new Outcome.Refused(List.of(Reason.REASON_STALE, Reason.REASON_COOLDOWN), "old")))
        .isFalse();
    assertThat(stale.agreesWith(approved)).isFalse();
    assertThat(new Outcome.Malformed("one").agreesWith(new Outcome.Malformed("other"))).isTrue();
    assertThat(new Outcome.Unknown("why").agreesWith(new Outcome.Unknown("why"))).isFalse();
  }
}
