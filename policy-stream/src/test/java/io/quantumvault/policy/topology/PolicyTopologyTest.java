package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.sign.ServicePublicKeys;
import io.quantumvault.policy.inbound.UnreadableStateKey;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.Grant;
import io.quantumvault.schemas.v1.Notice;
import io.quantumvault.schemas.v1.NoticeKind;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import io.quantumvault.schemas.v1.TestedOrder;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTopologyTest extends StageTest {
  @Test
  void anApprovedSignalBecomesOneIntentSignedByTheStage() throws Exception {
    enable();
    var signal = world.buy("2", START).build();
    signals(signal);

    var intent = TradeIntent.parseFrom(only(Topics.INTENTS).value());
    var payload = TradeIntentPayload.parseFrom(intent.getPayload());

    assertThat(
            ServicePublicKeys.loadFolder(dir, "intent-signing")
                .verify(
                    intent.getKeyId(),
                    IntentBytes.signingInput(intent.getPayload().toByteArray()),
                    intent.getSignature().toByteArray()))
        .isTrue();
    assertThat(payload.getIntentId())
        .isEqualTo(Ids.intentId(UUID.fromString(signal.getSignalId())).toString());
    assertThat(payload.getDeadlineMs()).isEqualTo(START.plusSeconds(60).toEpochMilli());
    assertThat(payload.getSizeBase()).isEqualTo("2");
    assertThat(payload.getEnvelope().getCorrelationId()).isEqualTo(signal.getSignalId());
    assertThat(payload.getInputs().getPrices(0).getPrice()).isEqualTo("100");
    assertThat(payload.getInputs().getStateVersion()).isEqualTo(1);
    assertThat(payload.getInputs().getAccountSlot()).isPositive();
    assertThat(payload.getInputs().getPolicySha256()).isEqualTo(payload.getPolicySha256());
    assertThat(all(Topics.REJECTIONS)).isEmpty();
  }

  @Test
  void theTraceOfTheSignalGoesAlong() {
    enable();
    var signal = world.buy("2", START).build();
    var trace = new RecordHeaders().add("traceparent", "00-ab-cd-01".getBytes(UTF_8));
    input(Topics.SIGNALS)
        .pipeInput(new TestRecord<>(world.wallet.getBytes(UTF_8), signal.toByteArray(), trace));

    assertThat(only(Topics.INTENTS).headers()).isEqualTo(trace);
  }

  @Test
  void aBurstNeverReservesMoreThanTheLimit() throws Exception {
    enable();
    for (int i = 0; i < 20; i++) {
      signals(world.buy("4", START).build());
    }

    assertThat(all(Topics.INTENTS)).as("2 times 400 of 1000 US dollars").hasSize(2);
    assertThat(rejections())
        .hasSize(18)
        .allSatisfy(one -> {
          assertThat(one.getReasonsList()).containsExactly(Reason.REASON_POSITION_TOO_LARGE);
          assertThat(pending(one.getInputs())).isEqualByComparingTo("8");
          assertThat(one.getDetail()).contains("1200.00 USD");
        });
  }

  @Test
  void aSignalComingTwiceIsAnsweredOnce() {
    enable();
    var signal = world.buy("1", START).build();
    signals(signal);
    signals(signal);

    assertThat(all(Topics.INTENTS)).hasSize(1);
    assertThat(all(Topics.REJECTIONS)).isEmpty();
    assertThat(count("policy.dropped", "redelivered-signal")).isEqualTo(1);
  }

  @Test
  void aNonceOrContentUsedAgainIsRefusedAndAnAlertIdIsNot() throws Exception {
    enable();
    var first = world.buy("1", START).setNonce("msg_1").build();
    signals(first);
    signals(world.buy("1", START).setAlertId(first.getAlertId()).build());
    signals(world.buy("1", START).setNonce("msg_1").build());
    signals(world.buy("1", START).setContentSha256(first.getContentSha256()).build());

    assertThat(all(Topics.INTENTS)).hasSize(2);
    assertThat(rejections())
        .extracting(SignalRejected::getReasonsList)
        .containsExactly(
            List.of(Reason.REASON_DUPLICATE_ID), List.of(Reason.REASON_DUPLICATE_CONTENT));
  }

  @Test
  void anEventOfTheSignerFreesTheReservationOnceAndInOrder() throws Exception {
    enable();
    signals(world.buy("5", START).build());
    signals(world.buy("5", START).build());
    var approved = intents();
    var refused =
        world
            .step(approved.get(0).getIntentId())
            .setRefused(ExecutionEvent.Refused.getDefaultInstance())
            .build();
    // The same place in the ledger once more, now naming the other intent.
    var late = refused.toBuilder().setIntentId(approved.get(1).getIntentId()).build();
    executions(refused);
    executions(late);
    signals(world.buy("5", START).build());
    signals(world.buy("5", START).build());

    assertThat(all(Topics.INTENTS)).as("one place was freed, not two").hasSize(1);
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_POSITION_TOO_LARGE));
    assertThat(count("policy.dropped", "old-step")).isEqualTo(1);
  }

  @Test
  void aConfirmedFillCountsAsPosition() throws Exception {
    enable();
    signals(world.buy("5", START).build());
    var intentId = intents().getFirst().getIntentId();
    executions(
        world
            .step(intentId)
            .setConfirmed(
                ExecutionEvent.Confirmed.newBuilder().setAccount(world.account("5", START)))
            .build());
    signals(world.buy("5.01", START).setSizeBase("5").build());
    signals(world.buy("0.01", START).build());

    var second = intents().getFirst();
    assertThat(second.getInputs().getPosition()).isEqualTo("5");
    assertThat(pending(second.getInputs())).isZero();
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_POSITION_TOO_LARGE));
  }

  @Test
  void aDryRunIsAnsweredAndChangesNothing() throws Exception {
    enable();
    var notice = Notice.newBuilder().setKind(NoticeKind.NOTICE_KIND_FIELD_IGNORED).setDetail("why");
    var test = world.buy("5", START).setDryRun(true).addNotices(notice).build();
    signals(test);
    signals(test.toBuilder().setSignalId(Ids.newId().toString()).setSizeBase("50").build());
    signals(test.toBuilder().setSignalId(Ids.newId().toString()).setDryRun(false).build());

    var answers = answers();
    assertThat(answers).extracting(RejectionRecord::hasTested).containsExactly(true, true);
    var yes = answers.getFirst().getTested();
    assertThat(yes.getApproved()).isTrue();
    assertThat(yes.getReasonsList()).isEmpty();
    assertThat(yes.getOrdersList())
        .containsExactly(
            TestedOrder.newBuilder()
                .setMarket(World.SOL)
                .setAction(Action.ACTION_BUY)
                .setDirection(Direction.DIRECTION_LONG)
                .setSizeBase("5")
                .build());
    assertThat(yes.getNoticesList()).isEqualTo(test.getNoticesList()).hasSize(1);
    var no = answers.get(1).getTested();
    assertThat(no.getApproved()).isFalse();
    assertThat(no.getOrdersList()).isEmpty();
    assertThat(no.getDetail()).isNotEmpty();
    assertThat(no.getReasonsList())
        .containsExactly(Reason.REASON_ORDER_TOO_LARGE, Reason.REASON_POSITION_TOO_LARGE);
    assertThat(intents())
        .singleElement()
        .satisfies(one -> assertThat(pending(one.getInputs())).isZero());
  }

  @Test
  void anUnknownBotAndAForeignOwnerAreRefused() throws Exception {
    enable();
    signals(world.buy("1", START).setBotId(Ids.newId().toString()).build());
    signals(world.buy("1", START).setOwner(world.wallet).build());

    assertThat(rejections())
        .hasSize(2)
        .allSatisfy(one ->
            assertThat(one.getReasonsList())
                .contains(Reason.REASON_UNKNOWN_BOT, Reason.REASON_NOT_ENABLED));
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery("hash", g -> g.setPolicySha256(ByteString.copyFrom(new byte[32]))),
        forgery("signature", g -> g.setOwnerSignature(ByteString.copyFrom(new byte[64]))),
        forgery("no signature", g -> g.clearOwnerSignature()),
        forgery("expiry", g -> g.setExpiresAtMs(g.getExpiresAtMs() + 1)),
        forgery("version", g -> g.setPolicyVersion(4)),
        forgery("grant id", g -> g.setGrantId(Ids.newId().toString())),
        forgery(
            "loosened policy",
            g -> {
              var text = g.getPolicy().toStringUtf8().replace("\"1000\"", "\"9000\"");
              var policy = text.getBytes(UTF_8);
              g.setPolicy(ByteString.copyFrom(policy));
              g.setPolicySha256(ByteString.copyFrom(io.quantumvault.schemas.ids.Sha256.of(policy)));
            }),
        forgery(
            "another spelling",
            g -> {
              var policy = (" " + g.getPolicy().toStringUtf8()).getBytes(UTF_8);
              g.setPolicy(ByteString.copyFrom(policy));
              g.setPolicySha256(ByteString.copyFrom(io.quantumvault.schemas.ids.Sha256.of(policy)));
            }),
        forgery("junk policy", g -> g.setPolicy(ByteString.copyFromUtf8("{}"))));
  }

  private static Arguments forgery(String what, Consumer<Grant.Builder> change) {
    return arguments(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void forgeries(String what, Consumer<Grant.Builder> change) throws Exception {
    enable();
    var grant = world.grant();
    change.accept(grant);
    state(world.state(2).clearBots().addBots(world.bot().setGrant(grant)).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).as(what).containsExactly(List.of(Reason.REASON_POLICY_UNSIGNED));
  }

  @Test
  void aGrantsSignatureThatOnlyALenientVerifierTakesIsNone() throws Exception {
    enable();
    int version = 2;
    var lenientOnes = world.nonStrict(world.grant().getSignedText().toByteArray());
    assertThat(lenientOnes).isNotEmpty();
    for (var lenient : lenientOnes) {
      var grant = world.grant().setOwnerSignature(ByteString.copyFrom(lenient.signature()));
      state(world.state(version++).clearBots().addBots(world.bot().setGrant(grant)).build());
      signals(world.buy("1", START).build());

      assertThat(reasons())
          .as(lenient.toString())
          .containsExactly(List.of(Reason.REASON_POLICY_UNSIGNED));
    }
  }

  @Test
  void aResumesSignatureThatOnlyALenientVerifierTakesLiftsNothing() throws Exception {
    enable();
    var freeze = stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER);
    var resume = world.resume(UUID.fromString(freeze.getStopId()));
    int version = 2;
    var lenientOnes = world.nonStrict(resume.getSignedText().toByteArray());
    assertThat(lenientOnes).isNotEmpty();
    for (var lenient : lenientOnes) {
      resume.setOwnerSignature(ByteString.copyFrom(lenient.signature()));
      state(frozen(world.state(version++), freeze.clone().setResume(resume)));
      signals(world.buy("1", START).build());

      assertThat(reasons()).as(lenient.toString()).containsExactly(List.of(Reason.REASON_FROZEN));
    }
  }

  @Test
  void anotherBotsSignedPolicyDoesNotServe() throws Exception {
    enable();
    var elsewhere = world.bot().setTradingAccount(world.wallet).setGrant(world.grant());
    state(world.state(2).clearBots().addBots(elsewhere).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_POLICY_UNSIGNED));
  }

  @Test
  void anEndedGrantIsNoGrant() throws Exception {
    enable();
    var bot = world.bot().setGrant(world.grant()).setHighestEndedGrantSequence(1);
    state(world.state(2).clearBots().addBots(bot).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_NOT_ENABLED));
  }

  @Test
  void aLowerStateVersionIsDropped() throws Exception {
    enable();
    state(frozen(world.state(5), stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER)));
    state(world.state(4).build());
    state(world.state(5).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_FROZEN));
    assertThat(count("policy.dropped", "old-snapshot")).isEqualTo(2);
  }

  @Test
  void onlyTheOwnersSignedResumeLiftsAStop() throws Exception {
    enable();
    var freeze = stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER);
    var id = UUID.fromString(freeze.getStopId());
    var forged = world.resume(id).setOwnerSignature(ByteString.copyFrom(new byte[64]));
    var other = world.resume(Ids.newId()).setStopId(freeze.getStopId());
    state(frozen(world.state(2), freeze.clone().setResume(forged)));
    signals(world.buy("1", START).build());
    state(frozen(world.state(3), freeze.clone().setResume(other)));
    signals(world.buy("1", START).build());
    state(frozen(world.state(4), freeze.clone().setResume(world.resume(id))));
    signals(world.buy("1", START).build());

    assertThat(reasons())
        .containsExactly(List.of(Reason.REASON_FROZEN), List.of(Reason.REASON_FROZEN));
    assertThat(all(Topics.INTENTS)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "urn:quantumvault:purpose:resume_execution,urn:quantumvault:purpose:unlock_umk",
    "localhost:8080 wants,evil.example wants",
    "OWNER,WALLET"
  })
  void aTextSignedForSomethingElseLiftsNothing(String part, String instead) throws Exception {
    enable();
    var freeze = stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER);
    var id = UUID.fromString(freeze.getStopId());
    var text = world.resume(id).getSignedText().toStringUtf8();
    var other =
        text.replace(part.replace("OWNER", world.owner), instead.replace("WALLET", world.wallet));
    assertThat(other).isNotEqualTo(text);
    state(frozen(world.state(2), freeze.setResume(world.resume(id, other))));
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_FROZEN));
  }

  @Test
  void aSignalUnderAnotherWalletsKeyIsNotDecided() throws Exception {
    enable();
    input(Topics.SIGNALS)
        .pipeInput(world.owner.getBytes(UTF_8), world.buy("1", START).build().toByteArray());

    assertThat(all(Topics.SIGNALS.deadLetters())).hasSize(1);
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_MALFORMED));
  }

  @Test
  void anOwnerTurnsAStaffFreezeIntoReduceOnly() throws Exception {
    enable();
    var freeze = stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_STAFF);
    var resumed = freeze.setResume(world.resume(UUID.fromString(freeze.getStopId())));
    state(frozen(world.state(2), resumed));
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_REDUCE_ONLY_MODE));
  }

  @Test
  void aStopOfAnotherBotDoesNotConcern() {
    enable();
    var freeze =
        stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER)
            .setScope(StopScope.STOP_SCOPE_BOT)
            .setBotId(Ids.newId().toString());
    state(frozen(world.state(2), freeze));
    signals(world.buy("1", START).build());

    assertThat(all(Topics.INTENTS)).hasSize(1);
  }

  @Test
  void theGlobalFreezeStopsEveryoneAndOlderStateDoesNotLiftIt() throws Exception {
    enable();
    platform(5, true);
    platform(4, false);
    signals(world.buy("1", START).build());
    platform(6, false);
    signals(world.buy("1", START).build());
    input(Topics.PLATFORM_STATE).pipeInput("global".getBytes(UTF_8), new byte[] {1, 2, 3});
    signals(world.buy("1", START).build());

    assertThat(reasons())
        .containsExactly(
            List.of(Reason.REASON_GLOBAL_FREEZE), List.of(Reason.REASON_GLOBAL_FREEZE));
    assertThat(all(Topics.INTENTS)).hasSize(1);
  }

  @Test
  void aLowerSlotNeverOverwritesAPriceAndAnUnreadablePriceIsNone() throws Exception {
    enable();
    var older = world.price("1", START).setSlot(1);
    input(Topics.PRICES).pipeInput(World.SOL.getBytes(UTF_8), older.build().toByteArray());
    signals(world.buy("5.1", START).build());
    input(Topics.PRICES).pipeInput(World.SOL.getBytes(UTF_8), new byte[] {9, 9});
    signals(world.buy("1", START).build());

    assertThat(reasons())
        .containsExactly(
            List.of(Reason.REASON_ORDER_TOO_LARGE), List.of(Reason.REASON_PRICE_UNAVAILABLE));
  }

  @Test
  void anUnreadableSnapshotFreezesItsWalletUntilANewerOneCanBeRead() throws Exception {
    enable();
    input(Topics.EXECUTION_STATE).pipeInput(world.wallet.getBytes(UTF_8), new byte[] {1, 2, 3});
    signals(world.buy("1", START).build());
    state(world.state(2).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_FROZEN));
    assertThat(all(Topics.INTENTS)).hasSize(1);
    assertThat(all(Topics.EXECUTION_STATE.deadLetters())).hasSize(1);
    assertThat(count("policy.alarms", "unreadable-state")).isEqualTo(1);
  }

  static Stream<Arguments> unreadableStates() {
    return Stream.of(
        arguments(
            "unknown stop",
            (Consumer<AgentWalletState.Builder>)
                s ->
                    s.addStops(
                        stop(StopKind.STOP_KIND_FREEZE, StopOrigin.STOP_ORIGIN_OWNER)
                            .setKindValue(77))),
        arguments(
            "unspecified scope",
            (Consumer<AgentWalletState.Builder>)
                s ->
                    s.addStops(
                        stop(StopKind.STOP_KIND_REDUCE_ONLY, StopOrigin.STOP_ORIGIN_OWNER)
                            .clearScope())),
        arguments(
            "unknown signing mode",
            (Consumer<AgentWalletState.Builder>) s -> s.setSigningModeValue(99)),
        arguments(
            "another wallet",
            (Consumer<AgentWalletState.Builder>) s -> s.setAgentWallet(s.getOwner())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadableStates")
  void aStateThatCannotBeUnderstoodFreezes(String what, Consumer<AgentWalletState.Builder> change)
      throws Exception {
    enable();
    var state = world.state(2);
    change.accept(state);
    state(state.build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).as(what).containsExactly(List.of(Reason.REASON_FROZEN));
  }

  @Test
  void anExecutionOfAnUnknownKindFreezes() throws Exception {
    enable();
    executions(world.step(Ids.newId().toString()).build());
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_FROZEN));
    assertThat(all(Topics.EXECUTIONS.deadLetters())).hasSize(1);
  }

  @Test
  void aReadingWithoutAnOpeningEquityIsNoReading() throws Exception {
    state(world.state(1).build());
    price(START);
    executions(world.observed(world.account("0", START).clearOpeningEquityUsd()));
    signals(world.buy("1", START).build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_ACCOUNT_STALE));
  }

  @Test
  void aStateRecordWithoutAReadableKeyStopsTheStage() {
    enable();

    assertThatThrownBy(
            () -> input(Topics.EXECUTION_STATE).pipeInput("0OIl".getBytes(UTF_8), new byte[1]))
        .hasRootCauseInstanceOf(UnreadableStateKey.class);
  }

  @Test
  void aBadSignalGoesToTheDeadLettersAndTheNextOneIsDecided() throws Exception {
    enable();
    input(Topics.SIGNALS).pipeInput(world.wallet.getBytes(UTF_8), new byte[] {1, 2, 3});
    signals(world.buy("1", START).setActionValue(42).build());
    signals(world.buy("1e3", START).build());
    signals(world.buy("1", START).build());

    assertThat(all(Topics.SIGNALS.deadLetters())).hasSize(3);
    assertThat(rejections())
        .as("those that say who they are get an answer")
        .hasSize(2)
        .allSatisfy(one -> {
          assertThat(one.getKind()).isEqualTo(RejectionKind.REJECTION_KIND_MALFORMED);
          assertThat(one.getReasonsList()).containsExactly(Reason.REASON_MALFORMED);
        });
    assertThat(all(Topics.INTENTS)).hasSize(1);
  }

  @Test
  void closeReducesAndCancelNeedsNoReservation() throws Exception {
    enable();
    executions(world.observed(world.account("-3", START)));
    var close = world.buy("1", START).clearSizeBase();
    signals(close.setAction(Action.ACTION_CLOSE).build());
    signals(world.buy("1", START).clearSizeBase().setAction(Action.ACTION_CANCEL).build());

    var intents = intents();
    assertThat(intents.getFirst().getSizeBase()).isEqualTo("3");
    assertThat(intents.getFirst().getReduceOnly()).isTrue();
    assertThat(intents.get(1).getAction()).isEqualTo(Action.ACTION_CANCEL);
    assertThat(intents.get(1).getSizeBase()).isEmpty();
    assertThat(intents.get(1).getCancelsEntries()).isTrue();
    assertThat(intents.get(1).getInputs().getPendingList())
        .as("the close on its way")
        .singleElement()
        .satisfies(one -> assertThat(one.getReduceOnly()).isTrue());
  }

  @Test
  void marketOrdersUnderWayLeaveRoomForOthers() throws Exception {
    enable();
    executions(world.observed(world.account("0", START)));
    int more = world.policy().maxOpenOrders() + 1;
    for (int i = 0; i < more; i++) {
      signals(world.buy("0.0" + (10 + i), START).build());
    }

    assertThat(reasons()).isEmpty();
    assertThat(intents()).hasSize(more);
  }

  @Test
  void aReservationOlderThanFiveMinutesAlarmsAndStays() throws Exception {
    enable();
    signals(world.buy("5", START).build());
    now = START.plusSeconds(330);
    driver.advanceWallClockTime(Duration.ofSeconds(330));

    assertThat(meters.get("policy.reservations.older.than.5m").gauge().value()).isEqualTo(1);
    price(now);
    executions(world.observed(world.account("0", now)));
    signals(world.buy("5.1", now).setSizeBase("5").build());
    signals(world.buy("0.1", now).build());
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_POSITION_TOO_LARGE));
  }

  /** What entries on their way may still buy. */
  private static java.math.BigDecimal pending(DecisionInputs inputs) {
    return inputs.getPendingList().stream()
        .map(one -> new java.math.BigDecimal(one.getBase()))
        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add);
  }
}
