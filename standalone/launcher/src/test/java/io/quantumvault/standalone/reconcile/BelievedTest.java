package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.Refused;
import io.quantumvault.schemas.v1.ExecutionEvent.Transaction;
import io.quantumvault.schemas.v1.ExecutionEvent.Unverified;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.signer.inbound.IntentReader;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BelievedTest {
  private final TestHistory history = new TestHistory(new Random(1));
  private final UUID id = history.intent(true);
  private final TradeIntentPayload intent =
      Objects.requireNonNull(history.intents.get(id)).payload();

  private ExecutionEvent event() {
    history.signed(id);
    return history.events.getLast();
  }

  private void isNot(Consumer<TradeIntentPayload.Builder> change) {
    var changed = intent.toBuilder();
    change.accept(changed);
    assertThat(Believed.intent(changed.build(), event())).as(changed.toString()).isFalse();
  }

  private void isNoEvent(Consumer<ExecutionEvent.Builder> change) {
    var changed = event().toBuilder();
    change.accept(changed);
    assertThat(Believed.event(changed.build(), history.wallet)).as(changed.toString()).isFalse();
  }

  @Test
  void anIntentIsBelievedThatTheSignersEventNamesAndTheSignerReads() {
    assertThat(Believed.intent(intent, event())).isTrue();
    assertThat(IntentReader.verifiedBefore(intent.toByteArray()).intentId()).isEqualTo(id);
  }

  @Test
  void anIntentOfAnotherBotGrantOwnerMarketOrWalletIsNot() {
    isNot(i -> i.setBotId(new UUID(1, 1).toString()));
    isNot(i -> i.setGrantId(new UUID(1, 1).toString()));
    isNot(i -> i.setOwner(history.wallet));
    isNot(i -> i.setAgentWallet(history.owner));
    isNot(i -> i.setMarket("BTC-PERP"));
  }

  @Test
  void aMisshapenIntentIsNot() {
    isNot(i -> i.setSizeBase("many"));
    isNot(i -> i.setSizeBase("1e999999999"));
    isNot(i -> i.setSizeBase(""));
    isNot(i -> i.setLimitPrice("-1"));
    isNot(i -> i.setAction(Action.ACTION_BUY));
    isNot(i -> i.setActionValue(99));
    isNot(i -> i.setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN));
    isNot(i -> i.setStopId("none"));
    isNot(i -> i.setPolicySha256(ByteString.EMPTY));
    isNot(i -> i.setDeadlineMs(0));
    isNot(i -> i.setMaxSlippageBps(-1));
    isNot(i -> i.setEnvelope(Envelope.newBuilder().setEventId("\n")));
  }

  private void is(Consumer<TradeIntentPayload.Builder> change) {
    var changed = intent.toBuilder();
    change.accept(changed);
    var named = event().toBuilder().setIntentId(changed.getIntentId());
    named.setSignalId(changed.getSignalId());
    assertThat(Believed.intent(changed.build(), named.build())).as(changed.toString()).isTrue();
    assertThat(IntentReader.verifiedBefore(changed.build().toByteArray())).isNotNull();
  }

  private static void part(TradeIntentPayload.Builder i, Part part, int attempt) {
    var signal = UUID.fromString(i.getSignalId());
    i.setPart(part)
        .setAttempt(attempt)
        .setIntentId(Ids.intentId(signal, part.getNumber(), attempt).toString());
  }

  private static void exit(TradeIntentPayload.Builder i) {
    i.setExit(true).setReduceOnly(true);
  }

  private static void closesAll(TradeIntentPayload.Builder i) {
    exit(i);
    i.setWholePosition(true).clearSizeBase().clearDirection().setAction(Action.ACTION_CLOSE);
  }

  @Test
  void partsAttemptsAndOtherOriginsAreBelievedUnderTheirOwnIds() {
    is(i -> {
      exit(i);
      part(i, Part.PART_CLOSING, 5);
    });
    is(i -> {
      i.setReduceOnly(false);
      part(i, Part.PART_OPENING, 0);
    });
    is(BelievedTest::closesAll);
    is(i -> i.setPositionBound("-1.5"));
    is(i -> {
      closesAll(i);
      var stop = new UUID(7, 7);
      i.setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN)
          .clearSignalId()
          .setStopId(stop.toString())
          .setAttempt(3)
          .setIntentId(
              Ids.flattenIntentId(stop, UUID.fromString(i.getBotId()), i.getMarket(), 3)
                  .toString());
    });
    is(i ->
        i.setOrigin(IntentOrigin.INTENT_ORIGIN_PROTECTION)
            .clearSignalId()
            .setAction(Action.ACTION_CANCEL)
            .setIntentId(
                Ids.protectionIntentId(
                        UUID.fromString(i.getBotId()), i.getMarket(), i.getDeadlineMs())
                    .toString()));
  }

  @Test
  void partsAttemptsAndExitsThatContradictThemselvesAreNot() {
    isNot(i -> i.setPart(Part.PART_CLOSING));
    isNot(i -> i.setPartValue(9));
    isNot(i -> i.setAttempt(1));
    isNot(i -> i.setReduceOnly(false).setExit(true));
    isNot(i -> i.setWholePosition(true));
    isNot(i -> i.setPositionBound("+1"));
    isNot(i -> i.setOrigin(IntentOrigin.INTENT_ORIGIN_PROTECTION));
    isNot(i -> i.setOrigin(IntentOrigin.INTENT_ORIGIN_FLATTEN).setStopId(id.toString()));
    isNot(i -> i.setDeadlineMs(i.getDeadlineMs() + 10_001));
  }

  /** It comes back as one that adds to no exposure: it had no size of its own. */
  @Test
  void anExitOfAllThatWasHeldComesBack() throws Exception {
    var changed = intent.toBuilder();
    closesAll(changed);
    history.signed(id);
    var intents = new java.util.HashMap<>(history.intents);
    intents.put(id, new SourcedIntent(3, 1, changed.build()));
    var row = LostRows.of(history.events, KnownRows.NONE, intents, 3).getFirst();
    assertThat(row.signedBase()).isZero();
    assertThat(row.reducing()).isTrue();
  }

  @Test
  void aMisshapenEventIsNot() {
    assertThat(Believed.event(event(), history.wallet)).isTrue();
    isNoEvent(e -> e.setAgentWallet(history.owner));
    isNoEvent(e -> e.setIntentId("1"));
    isNoEvent(e -> e.setBotId(""));
    isNoEvent(e -> e.setSignalId("1"));
    isNoEvent(e -> e.setOwner("nobody"));
    isNoEvent(e -> e.setSequence(0));
    isNoEvent(e -> e.setEnvelope(Envelope.newBuilder().setOccurredAtMs(Long.MAX_VALUE)));
    isNoEvent(e -> signed(e).setSignature("0"));
    isNoEvent(e -> signed(e).clearWire());
    isNoEvent(e -> e.getSignedBuilder().clearTransaction());
    isNoEvent(e -> e.setRefused(Refused.newBuilder().setDetail("\0")));
    isNoEvent(e -> e.setRefused(Refused.newBuilder().setReason("\0")));
    isNoEvent(e -> e.clearKind());
  }

  private static Transaction.Builder signed(ExecutionEvent.Builder event) {
    return event.getSignedBuilder().getTransactionBuilder();
  }

  @Test
  void onlyARecordThatWasNotBelievedNamesNoIntent() {
    isNoEvent(e -> e.setIntentId(""));
    isNoEvent(e -> e.setUnverified(Unverified.getDefaultInstance()));
    var unverified = event().toBuilder().setUnverified(Unverified.getDefaultInstance());
    assertThat(Believed.event(unverified.setIntentId("").build(), history.wallet)).isTrue();
  }

  /** The signer goes on from the row, so it must be able to read what was made up. */
  @Test
  void whatIsMadeUpForALostIntentIsReadByTheSigner() throws Exception {
    history.signed(history.intent(false));
    var row =
        LostRows.of(history.events, KnownRows.NONE, history.intents, 3).stream()
            .filter(r -> r.offset() < 0)
            .findFirst()
            .orElseThrow();
    assertThat(IntentReader.verifiedBefore(row.payload()).intentId()).isEqualTo(row.intentId());
  }
}
