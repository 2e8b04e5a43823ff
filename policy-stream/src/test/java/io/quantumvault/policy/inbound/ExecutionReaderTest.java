package io.quantumvault.policy.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.policy.book.ExecutionStep;
import io.quantumvault.policy.book.ExecutionStep.Outcome;
import io.quantumvault.policy.inbound.ExecutionReader.ReadExecution;
import io.quantumvault.policy.topology.World;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final World world = new World(NOW);
  private final UUID intentId = Ids.newId();

  private ExecutionStep read(ExecutionEvent event) throws UnreadableRecord {
    byte[] value = ExecutionRecord.newBuilder().setExecution(event).build().toByteArray();
    var read = ExecutionReader.read(world.wallet, value);
    assertThat(read).isInstanceOf(ReadExecution.Step.class);
    return ((ReadExecution.Step) read).step();
  }

  private ExecutionEvent.Builder event(KindCase kind) {
    var event = world.step(intentId.toString());
    var field = ExecutionEvent.getDescriptor().findFieldByNumber(kind.getNumber());
    return event.setField(field, event.newBuilderForField(field).build());
  }

  static List<KindCase> steps() {
    return Arrays.stream(KindCase.values())
        .filter(kind -> kind != KindCase.UNVERIFIED && kind != KindCase.KIND_NOT_SET)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepNamesItsIntentAndSaysWhatItMeansForTheReservation(KindCase kind) throws Exception {
    var step = read(event(kind).build());
    assertThat(step.intentId()).isEqualTo(intentId);
    assertThat(step.botId()).isEqualTo(world.botId);
    assertThat(step.outcome())
        .isEqualTo(
            switch (kind) {
              case AWAITING_OWNER, SIGNED, SUBMITTED -> Outcome.UNDER_WAY;
              case OUTCOME_UNKNOWN -> Outcome.UNKNOWN;
              case CONFIRMED -> Outcome.CONFIRMED;
              case REFUSED -> Outcome.VOID;
              case FAILED, EXPIRED -> Outcome.MISSED;
              case UNVERIFIED, KIND_NOT_SET -> throw new AssertionError();
            });
    assertThat(step.account()).isNull();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepThatNamesNoIntentIsNoStep(KindCase kind) {
    assertThatThrownBy(() -> read(event(kind).setIntentId("").build()))
        .isInstanceOf(UnreadableRecord.class);
  }

  @Test
  void whatLandedHasItsSlotAndTheAccountThatWasReadThen() throws Exception {
    var account = world.account("5", NOW);
    var confirmed = ExecutionEvent.Confirmed.newBuilder().setSlot(77).setAccount(account);
    var failed = ExecutionEvent.Failed.newBuilder().setSlot(78).setAccount(account);
    var one = read(event(KindCase.CONFIRMED).setConfirmed(confirmed).build());
    var other = read(event(KindCase.FAILED).setFailed(failed).build());
    assertThat(List.of(one.slot(), other.slot())).containsExactly(77L, 78L);
    assertThat(Objects.requireNonNull(one.account()).positions()).containsKey(World.SOL);
    assertThat(other.account()).isEqualTo(one.account());
  }

  /** A forgery would free somebody's reservation. */
  @Test
  void aRecordThatWasNotBelievedNamesNoIntentWhateverItSays() throws Exception {
    var step = read(event(KindCase.UNVERIFIED).build());
    assertThat(step.intentId()).isNull();
    assertThat(step.botId()).isNull();
    assertThat(step.sequence()).isPositive();
  }

  @Test
  void aKindThatNobodyKnowsIsNotRead() {
    assertThatThrownBy(() -> read(world.step(intentId.toString()).build()))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("unknown kind");
  }
}
