package io.quantumvault.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.AwaitingOwner;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.standalone.reconcile.LostRow.State;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LostRowsTest {
  private final TestHistory history = new TestHistory(new Random(1));

  private List<LostRow> all() throws NotMended {
    return LostRows.of(history.events, KnownRows.NONE, history.intents, 3);
  }

  @Test
  void whatEndedComesBackAsItEnded() throws Exception {
    var id = history.intent(true);
    history.signed(id);
    history.end(id, KindCase.CONFIRMED);
    var row = all().getFirst();
    assertThat(row.state()).isEqualTo(State.CONFIRMED);
    assertThat(row.endedAt()).isNotNull().isAfter(row.createdAt());
    assertThat(row.transaction()).isNotNull();
    assertThat(row.transaction().slot()).isEqualTo(77);
    assertThat(row.transaction().signedSequence()).isEqualTo(1);
    assertThat(row.signedBase()).isEqualByComparingTo(new BigDecimal("-1.5"));
    assertThat(row.rests()).isTrue();
    assertThat(row.counted()).isTrue();
  }

  @Test
  void whatWasSignedAndHasNoEndIsAskedOn() throws Exception {
    history.signed(history.intent(true));
    var row = all().getFirst();
    assertThat(row.state()).isEqualTo(State.OUTCOME_UNKNOWN);
    assertThat(row.endedAt()).isNull();
  }

  @Test
  void aRefusalOfTheHoldDoesNotHideThatItWasSigned() throws Exception {
    var id = history.intent(true);
    history.signed(id);
    history.refused(id);
    assertThat(all()).extracting(LostRow::state).containsExactly(State.OUTCOME_UNKNOWN);
    history.end(id, KindCase.EXPIRED);
    history.refused(id);
    assertThat(all()).extracting(LostRow::state).containsExactly(State.EXPIRED);
  }

  private static KnownRows known(Set<UUID> ids) {
    return new KnownRows(ids, Set.of());
  }

  @Test
  void aRowThatOnlySaysRefusedIsLostWhereTheEventsKnowOfATransaction() throws Exception {
    var open = history.intent(true);
    var ended = history.intent(true);
    var refused = history.intent(true);
    history.signed(open);
    history.signed(ended);
    history.end(ended, KindCase.CONFIRMED);
    List.of(open, ended, refused).forEach(history::refused);
    var known = new KnownRows(Set.of(), Set.of(open, ended, refused));
    assertThat(LostRows.of(history.events, known, history.intents, 3))
        .extracting(LostRow::intentId, LostRow::state)
        .containsExactly(tuple(open, State.OUTCOME_UNKNOWN), tuple(ended, State.CONFIRMED));
  }

  @Test
  void whatWasSignedAndHasNoTransactionIsNoRow() {
    history.signed(history.intent(true));
    var event = history.events.getFirst().toBuilder();
    event.getSignedBuilder().clearTransaction();
    history.events.set(0, event.build());
    assertThatThrownBy(this::all)
        .isInstanceOf(NotMended.class)
        .hasMessageContaining("none has its transaction");
  }

  @Test
  void aRefusalComesBackWithItsReasonAndWithoutATransaction() throws Exception {
    history.refused(history.intent(true));
    var row = all().getFirst();
    assertThat(row.state()).isEqualTo(State.REFUSED);
    assertThat(row.reason()).isEqualTo("FROZEN");
    assertThat(row.transaction()).isNull();
  }

  @Test
  void whatItsOwnerHadNotSignedIsRefusedAndNeverSignedAgain() throws Exception {
    var waiting = history.event(history.intent(true)).setAgentWallet(history.wallet);
    history.events.add(
        waiting.setSequence(1).setAwaitingOwner(AwaitingOwner.getDefaultInstance()).build());
    var row = all().getFirst();
    assertThat(row.state()).isEqualTo(State.REFUSED);
    assertThat(row.reason()).isEqualTo("LEDGER_BEHIND");
    assertThat(row.transaction()).isNull();
  }

  @Test
  void anIntentThatNoTopicHasIsCountedAndNamesItself() throws Exception {
    var id = history.intent(false);
    history.signed(id);
    var row = all().getFirst();
    assertThat(row.counted()).isTrue();
    assertThat(row.offset()).isEqualTo(-1);
    var payload = TradeIntentPayload.parseFrom(row.payload());
    assertThat(payload.getIntentId()).isEqualTo(id.toString());
    assertThat(payload.getAgentWallet()).isEqualTo(history.wallet);
  }

  /**
   * Any history, the ledger set back to any moment of it: afterwards each id that was ever told of
   * has a row, once, and nothing is signed; the same again finds nothing.
   */
  @Test
  void afterwardsEveryIdHasItsRowOnce() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      var any = TestHistory.any(random);
      var kept = any.rows.get(random.nextInt(any.rows.size()));
      var put = LostRows.of(any.events, known(kept), any.intents, 3);
      var ids = put.stream().map(LostRow::intentId).toList();
      assertThat(ids).as("seed %d, case %d", seed, i).doesNotHaveDuplicates();
      assertThat(ids).noneMatch(kept::contains);
      var after = new HashSet<>(kept);
      after.addAll(ids);
      assertThat(after).isEqualTo(told(any.events));
      assertThat(LostRows.of(any.events, known(after), any.intents, 3)).isEmpty();
      put.forEach(row -> fits(row, any.events));
    }
  }

  private static Set<UUID> told(List<ExecutionEvent> events) {
    return events.stream()
        .flatMap(event -> LostRows.intentId(event).stream())
        .collect(Collectors.toSet());
  }

  /** What the table's own constraints want, and that no end is invented or lost. */
  private static void fits(LostRow row, List<ExecutionEvent> events) {
    var kinds =
        events.stream()
            .filter(event -> event.getIntentId().equals(row.intentId().toString()))
            .map(ExecutionEvent::getKindCase)
            .collect(Collectors.toSet());
    assertThat(row.state() == State.REFUSED).isEqualTo(row.transaction() == null);
    assertThat(row.state() == State.OUTCOME_UNKNOWN).isEqualTo(row.endedAt() == null);
    var ends =
        Map.of(
            KindCase.CONFIRMED, State.CONFIRMED,
            KindCase.FAILED, State.FAILED,
            KindCase.EXPIRED, State.EXPIRED);
    ends.forEach((kind, state) -> assertThat(row.state() == state).isEqualTo(kinds.contains(kind)));
  }
}
