package io.quantumvault.policy.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/**
 * What the stage keeps: how little it touches, how it forgets, and what it does when it is spoilt.
 */
class StoredStateTest extends StageTest {
  @Test
  void whatIsOutOfTimeIsForgottenAndStillRefused() throws Exception {
    enable();
    var signal = world.buy("1", START).build();
    signals(signal);
    assertThat(intents()).hasSize(1);
    assertThat(remembered()).isEqualTo(2);

    now = START.plus(Duration.ofMinutes(31));
    driver.advanceWallClockTime(Duration.ofMinutes(31));
    assertThat(remembered()).isZero();

    now = START.plusSeconds(30); // a clock that went back
    price(now);
    signals(signal);
    assertThat(reasons()).containsExactly(List.of(Reason.REASON_STALE));
  }

  @Test
  void aNonceIsKnownForThreeDaysThoughTheMessageIsStampedAnew() throws Exception {
    enable();
    signals(world.buy("1", START).setNonce("msg_7").build());
    assertThat(intents()).hasSize(1);
    now = START.plus(Duration.ofMinutes(40));
    driver.advanceWallClockTime(Duration.ofMinutes(40));
    price(now);
    executions(world.observed(world.account("0", now)));
    signals(world.buy("1", now).setNonce("msg_7").build());

    assertThat(reasons()).containsExactly(List.of(Reason.REASON_DUPLICATE_ID));
  }

  @Test
  void aStepUnderWayTouchesNoState() throws Exception {
    enable();
    signals(world.buy("1", START).build());
    var before = everything();
    executions(
        world
            .step(intents().getFirst().getIntentId())
            .setSubmitted(ExecutionEvent.Submitted.getDefaultInstance())
            .build());

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aWalletWhoseStateCannotBeReadStandsStillAlone() throws Exception {
    enable();
    store().put(StoreKeys.book(world.wallet, world.botId), new byte[] {99});
    restart();
    var other = new World(START);
    both(other);

    signals(world.buy("1", START).build());
    signalsOf(other, other.buy("1", START).build());

    assertThat(reasons().getFirst()).contains(Reason.REASON_FROZEN);
    assertThat(intents())
        .singleElement()
        .satisfies(one -> assertThat(one.getAgentWallet()).isEqualTo(other.wallet));
    assertThat(count("policy.alarms", "corrupt-wallet")).isPositive();
    assertThat(store().get(StoreKeys.book(world.wallet, world.botId)))
        .as("nothing is written over it")
        .containsExactly(99);
  }

  @Test
  void snapshotsOfARestoredDatabaseAlarm() {
    enable();
    state(world.state(5).setEnvelope(at(100)).build());
    state(world.state(4).setEnvelope(at(90)).build());
    assertThat(meters.find("policy.alarms").counters()).as("a redelivery").isEmpty();
    state(world.state(3).setEnvelope(at(200)).build());

    assertThat(count("policy.alarms", "snapshot-of-a-restored-database")).isEqualTo(1);
  }

  /** The decoded books are thrown away with the task: its transaction may have been aborted. */
  @Test
  void nothingDecodedOutlivesTheTask() throws Exception {
    enable();
    var before = everything();
    var signal = world.buy("1", START).build();
    signals(signal);
    assertThat(intents()).hasSize(1);
    restartFrom(before);
    signals(signal);

    assertThat(intents()).as("decided anew, as if for the first time").hasSize(1);
  }

  private static Envelope at(long ms) {
    return Envelope.newBuilder().setOccurredAtMs(ms).build();
  }

  private void both(World other) {
    pipeOf(other, Topics.EXECUTION_STATE, other.state(1).build());
    pipeOf(other, Topics.EXECUTIONS, other.observed(other.account("0", START)));
  }

  private KeyValueStore<String, byte[]> store() {
    return driver.getKeyValueStore(WalletStore.NAME);
  }

  private long remembered() {
    return everything().stream().filter(one -> one.startsWith(StoreKeys.REMEMBERED)).count();
  }

  private List<String> everything() {
    try (var all = store().all()) {
      Iterable<org.apache.kafka.streams.KeyValue<String, byte[]>> entries = () -> all;
      return StreamSupport.stream(entries.spliterator(), false)
          .map(one -> one.key + " " + java.util.HexFormat.of().formatHex(one.value))
          .toList();
    }
  }

  private void restartFrom(List<String> entries) throws Exception {
    List<String> keys = everything().stream().map(one -> one.split(" ")[0]).toList();
    keys.forEach(key -> store().delete(key));
    for (var entry : entries) {
      var parts = entry.split(" ");
      store().put(parts[0], java.util.HexFormat.of().parseHex(parts[1]));
    }
    restart();
  }
}
