package io.quantumvault.control.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.ByHand;
import io.quantumvault.schemas.v1.ExecutionEvent.Confirmed;
import io.quantumvault.schemas.v1.ExecutionEvent.Effect;
import io.quantumvault.schemas.v1.ExecutionEvent.Expired;
import io.quantumvault.schemas.v1.ExecutionEvent.Refused;
import io.quantumvault.schemas.v1.ExecutionEvent.Transaction;
import io.quantumvault.schemas.v1.ExecutionEvent.Unverified;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Notice;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivityRecordsTest {
  private static final Envelope ENVELOPE =
      Envelope.newBuilder().setEventId(Ids.newId().toString()).setOccurredAtMs(1).build();

  private final ExecutionEvent.Builder event =
      ExecutionEvent.newBuilder().setEnvelope(ENVELOPE).setOwner("owner").setMarket("SOL-PERP");

  private Optional<ActivityEntry> seen() {
    return ActivityRecords.of("t", ExecutionRecord.newBuilder().setExecution(event).build());
  }

  private static Optional<ActivityEntry> seen(TestDecided.Builder tested) {
    return ActivityRecords.of("t", RejectionRecord.newBuilder().setTested(tested).build());
  }

  @Test
  void aStepIsToldWithWhatItsKindHas() {
    event.setRefused(Refused.newBuilder().setReason("FROZEN").setDetail("by the owner"));
    var refused = seen().orElseThrow();
    assertThat(refused.kind()).isEqualTo("REFUSED");
    assertThat(refused.summary())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("market", "SOL-PERP", "reason", "FROZEN", "detail", "by the owner"));

    event.setConfirmed(
        Confirmed.newBuilder()
            .setTransaction(Transaction.newBuilder().setSignature("5xy"))
            .setEffect(Effect.newBuilder().setFilledBase("1").setAveragePrice("150")));
    assertThat(seen().orElseThrow().summary())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "market", "SOL-PERP",
                "transactionSignature", "5xy",
                "filledBase", "1",
                "averagePrice", "150"));

    var byHand = ByHand.newBuilder().setBy("ann").setReason("seen");
    event.setExpired(Expired.newBuilder().setByHand(byHand));
    assertThat(seen().orElseThrow().summary()).containsEntry("detail", "resolved by ann: seen");
  }

  @Test
  void aDryRunIsToldWithItsOrders() {
    var tested =
        TestDecided.newBuilder()
            .setEnvelope(ENVELOPE)
            .setOwner("owner")
            .setApproved(true)
            .addOrders(
                TestedOrder.newBuilder()
                    .setMarket("SOL-PERP")
                    .setAction(Action.ACTION_CLOSE)
                    .setDirection(Direction.DIRECTION_SHORT)
                    .setSizeBase("2")
                    .setReduceOnly(true)
                    .setPart(Part.PART_CLOSING))
            .addReasons(Reason.REASON_DAILY_LOSS_REACHED)
            .addNotices(Notice.newBuilder().setDetail("leverage was ignored"));
    var entry = seen(tested).orElseThrow();
    assertThat(entry.kind()).isEqualTo("TEST_DECIDED");
    var order =
        Map.of(
            "market", "SOL-PERP",
            "action", "CLOSE",
            "direction", "SHORT",
            "size", "2",
            "reduceOnly", true,
            "part", "CLOSING");
    assertThat(entry.summary())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "approved", true,
                "orders", List.of(order),
                "reasons", List.of("DAILY_LOSS_REACHED"),
                "notices", List.of("leverage was ignored")));
  }

  @Test
  void whatNamesNoOwnerIsNobodys() {
    var rejected = SignalRejected.newBuilder().setEnvelope(ENVELOPE);
    assertThat(ActivityRecords.of("t", RejectionRecord.newBuilder().setRejected(rejected).build()))
        .isEmpty();
    assertThat(seen(TestDecided.newBuilder().setEnvelope(ENVELOPE))).isEmpty();
    event.clearOwner().setUnverified(Unverified.newBuilder().setTopic("intents-v1"));
    assertThat(seen()).isEmpty();
    var account = ExecutionRecord.newBuilder().setAccount(AccountObserved.getDefaultInstance());
    assertThat(ActivityRecords.of("t", account.build())).isEmpty();
  }

  /** Of a later version: it goes to the dead letters, where somebody sees it. */
  @Test
  void whatIsOfNoKnownKindIsNoActivity() {
    assertThatIllegalArgumentException().isThrownBy(this::seen);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActivityRecords.of("t", RejectionRecord.getDefaultInstance()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActivityRecords.of("t", ExecutionRecord.getDefaultInstance()));
  }
}
