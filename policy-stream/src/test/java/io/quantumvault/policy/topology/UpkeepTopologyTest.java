package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AccountState;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OpenOrder;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the stage does although no alert asks for it. */
class UpkeepTopologyTest extends StageTest {
  private final UUID stopId = Ids.newId();

  @Test
  void aFlattenStopClosesEveryPositionUntilItIsGone() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    state(world.state(2).addStops(flatten()).build());

    var first = only(intents());
    assertThat(first.getOrigin()).isEqualTo(IntentOrigin.INTENT_ORIGIN_FLATTEN);
    assertThat(first.getStopId()).isEqualTo(stopId.toString());
    assertThat(first.getIntentId())
        .isEqualTo(Ids.flattenIntentId(stopId, world.botId, World.SOL, 0).toString());
    assertThat(first.getWholePosition()).isTrue();
    assertThat(first.getExit()).isTrue();
    assertThat(first.getDirection()).isEqualTo(Direction.DIRECTION_SHORT);
    assertThat(first.getDeadlineMs()).isEqualTo(now.plusSeconds(60).toEpochMilli());

    expired(first);
    later(Duration.ofMillis(900));
    assertThat(intents()).as("not at once").isEmpty();
    later(Duration.ofSeconds(2));
    var second = only(intents());
    assertThat(second.getAttempt()).isEqualTo(1);
    assertThat(second.getIntentId()).isNotEqualTo(first.getIntentId());

    executions(world.confirmed(second.getIntentId(), "-3", world.account("0", now)));
    later(Duration.ofMinutes(2));
    assertThat(intents()).as("flat").isEmpty();

    executions(world.observed(world.account("1", now)));
    later(Duration.ofSeconds(1));
    assertThat(only(intents()).getAttempt()).as("never an old number").isEqualTo(2);
  }

  @Test
  void aLiftedFlattenStopClosesNothingMore() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    state(world.state(2).addStops(flatten()).build());
    expired(only(intents()));
    state(world.state(3).addStops(flatten().setResume(world.resume(stopId))).build());
    later(Duration.ofMinutes(2));

    assertThat(intents()).isEmpty();
  }

  @Test
  void anExitThatMissesIsSentAgainFiveTimesAndThenSomebodyIsCalled() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    var signal = world.buy("3", now).setAction(Action.ACTION_SELL).build();
    signals(signal);
    var signalId = UUID.fromString(signal.getSignalId());
    for (int attempt = 0; attempt <= 5; attempt++) {
      var intent = only(intents());
      assertThat(intent.getAttempt()).isEqualTo(attempt);
      assertThat(intent.getIntentId()).isEqualTo(Ids.intentId(signalId, 0, attempt).toString());
      assertThat(intent.getSizeBase()).isEqualTo("3");
      expired(intent);
      later(Duration.ofSeconds(40));
    }
    assertThat(intents()).isEmpty();
    assertThat(count("policy.alarms", "exit-given-up")).isEqualTo(1);
  }

  @Test
  void anExitThatFillsPartlyIsSentAgainForTheRest() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    executions(world.confirmed(only(intents()).getIntentId(), "-1", world.account("2", now)));
    later(Duration.ofSeconds(2));

    var rest = only(intents());
    assertThat(rest.getSizeBase()).isEqualTo("2");
    assertThat(rest.getWholePosition()).isFalse();
  }

  @Test
  void aFlipIsNotClosedAgainOnceItTurned() throws Exception {
    enable();
    executions(world.observed(world.account("1", now)));
    signals(world.buy("2", now).setAction(Action.ACTION_SELL).build());
    var parts = intents();
    assertThat(parts).hasSize(2);
    executions(world.confirmed(parts.get(0).getIntentId(), "-1", world.account("0", now)));
    executions(world.confirmed(parts.get(1).getIntentId(), "-1", world.account("-1", now)));
    later(Duration.ofMinutes(2));

    assertThat(intents()).as("the strategy is short now").isEmpty();
  }

  @Test
  void norWhenOnlyItsTurnCouldBeRead() throws Exception {
    enable();
    executions(world.observed(world.account("1", now)));
    signals(world.buy("2", now).setAction(Action.ACTION_SELL).build());
    var parts = intents();
    executions(
        world
            .step(parts.get(0).getIntentId())
            .setConfirmed(ExecutionEvent.Confirmed.getDefaultInstance())
            .build());
    executions(world.confirmed(parts.get(1).getIntentId(), "-1", world.account("-1", now)));
    later(Duration.ofMinutes(2));

    assertThat(intents()).as("the strategy is short now").isEmpty();
  }

  @Test
  void anExitBehindAnEntryThatNobodyKnowsOfIsSentAgainUntilThatIsKnown() throws Exception {
    enable();
    signals(world.buy("2", now).build());
    var entry = only(intents());
    signals(world.buy("2", now).setAction(Action.ACTION_SELL).build());
    var exit = only(intents());
    assertThat(exit.getExit()).isTrue();
    executions(
        world
            .step(entry.getIntentId())
            .setOutcomeUnknown(ExecutionEvent.OutcomeUnknown.getDefaultInstance())
            .build());
    refused(exit, "NOTHING_TO_CLOSE");
    later(Duration.ofSeconds(2));

    var second = only(intents());
    assertThat(second.getAttempt()).isEqualTo(1);
    refused(second, "NOTHING_TO_CLOSE");
    executions(world.confirmed(entry.getIntentId(), "2", world.account("2", now)));
    later(Duration.ofSeconds(5));
    var third = only(intents());
    assertThat(third.getSizeBase()).isEqualTo("2");
    executions(world.confirmed(third.getIntentId(), "-2", world.account("0", now)));
    later(Duration.ofMinutes(1));
    assertThat(intents()).isEmpty();
  }

  @Test
  void anExitWhoseFillNobodyCouldTellIsNotSentAgain() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("1", now).setAction(Action.ACTION_SELL).build());
    executions(
        world
            .step(only(intents()).getIntentId())
            .setConfirmed(ExecutionEvent.Confirmed.getDefaultInstance())
            .build());
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void anExitThatAFreezeMetIsNotSentWhenItIsLifted() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    var exit = only(intents());
    state(world.state(2).addStops(flatten().setKind(StopKind.STOP_KIND_FREEZE)).build());
    expired(exit);
    later(Duration.ofSeconds(5));
    state(world.state(3).build());
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
    assertThat(count("policy.alarms", "exit-given-up")).isEqualTo(1);
  }

  @Test
  void anExitIsNotSentAgainLongAfterItsAlert() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    var exit = only(intents());
    later(Duration.ofMinutes(10));
    expired(exit);
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void anAlertThatIsRefusedEndsAnOlderExitToo() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    expired(only(intents()));
    signals(
        world
            .buy("1", now)
            .clearSizeBase()
            .setAction(Action.ACTION_SYNC)
            .setPositionAfter("3")
            .build());
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_ALREADY_THERE));
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void anAlertThatNobodyMaySendEndsNothing() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    var sell = world.buy("3", now).setAction(Action.ACTION_SELL).build();
    signals(sell);
    expired(only(intents()));
    signals(world.buy("3", now).setContentSha256(sell.getContentSha256()).build());
    assertThat(rejections()).hasSize(1);
    later(Duration.ofSeconds(2));

    assertThat(intents()).as("sent again all the same").hasSize(1);
  }

  @Test
  void aNewerAlertEndsAnOlderExit() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    var exit = only(intents());
    signals(world.buy("1", now).build());
    assertThat(intents()).hasSize(1);
    expired(exit);
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void aRefusalThatWouldBeGivenAgainEndsAnExit() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    refused(only(intents()), "FROZEN");
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void theTargetOfAPositionThatIsGoneGoes() throws Exception {
    enable();
    executions(world.observed(resting(world.account("3", now), true)));
    assertThat(intents()).as("it protects a position").isEmpty();
    executions(world.observed(resting(world.account("0", now), true)));

    var cancel = only(intents());
    assertThat(cancel.getOrigin()).isEqualTo(IntentOrigin.INTENT_ORIGIN_PROTECTION);
    assertThat(cancel.getAction()).isEqualTo(Action.ACTION_CANCEL);
    assertThat(cancel.getCancelsEntries()).isFalse();
    executions(world.observed(resting(world.account("0", now), true)));
    assertThat(intents()).as("it is on its way").isEmpty();
    later(Duration.ofSeconds(61));
    executions(world.observed(resting(world.account("0", now), true)));
    assertThat(intents()).as("it still rests").hasSize(1);
  }

  @Test
  void aReachedLossLimitCancelsRestingEntries() throws Exception {
    enable();
    executions(world.observed(resting(world.account("0", now), false)));
    assertThat(intents()).isEmpty();
    executions(world.observed(resting(world.account("0", now), false).setEquityUsd("800")));

    var cancel = only(intents());
    assertThat(cancel.getAction()).isEqualTo(Action.ACTION_CANCEL);
    assertThat(cancel.getCancelsEntries()).isTrue();
  }

  @Test
  void nothingIsDoneForAFrozenBot() throws Exception {
    enable();
    executions(world.observed(resting(world.account("3", now), false)));
    state(
        world
            .state(2)
            .addStops(flatten())
            .addStops(flatten().setKind(StopKind.STOP_KIND_FREEZE))
            .build());
    later(Duration.ofMinutes(1));

    assertThat(intents()).isEmpty();
  }

  @Test
  void anExitPursuedBeforeARestartIsPursuedAfterIt() throws Exception {
    enable();
    executions(world.observed(world.account("3", now)));
    signals(world.buy("3", now).setAction(Action.ACTION_SELL).build());
    var first = only(intents());
    expired(first);
    restart();
    later(Duration.ofSeconds(2));

    assertThat(only(intents()).getAttempt()).isEqualTo(1);
  }

  private static TradeIntentPayload only(List<TradeIntentPayload> intents) {
    assertThat(intents).hasSize(1);
    return intents.getFirst();
  }

  private void refused(TradeIntentPayload intent, String reason) {
    executions(
        world
            .step(intent.getIntentId())
            .setRefused(ExecutionEvent.Refused.newBuilder().setReason(reason))
            .build());
  }

  private void expired(TradeIntentPayload intent) {
    executions(
        world
            .step(intent.getIntentId())
            .setExpired(ExecutionEvent.Expired.getDefaultInstance())
            .build());
  }

  private void later(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  private static AccountState.Builder resting(AccountState.Builder account, boolean reduceOnly) {
    return account.addOpenOrders(
        OpenOrder.newBuilder()
            .setMarket(World.SOL)
            .setOrderId(7)
            .setDirection(Direction.DIRECTION_SHORT)
            .setRemainingBase("1")
            .setPrice("170")
            .setReduceOnly(reduceOnly));
  }

  private Stop.Builder flatten() {
    return stop(StopKind.STOP_KIND_FLATTEN, StopOrigin.STOP_ORIGIN_OWNER)
        .setStopId(stopId.toString());
  }
}
