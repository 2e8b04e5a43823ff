package io.quantumvault.schemas.executions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.ByHand;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionEvent.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToldTest {
  private static final Transaction TRANSACTION =
      Transaction.newBuilder().setSignature("5xy").setLastValidBlockHeight(9).build();
  private static final ByHand BY_HAND =
      ByHand.newBuilder().setOrderId("order").setBy("ann").setReason("seen").build();

  static List<FieldDescriptor> kinds() {
    return ExecutionEvent.getDescriptor().getOneofs().getFirst().getFields();
  }

  /** The event of a kind with this part in it, if that kind has such a part. */
  private static ExecutionEvent with(FieldDescriptor kind, String part, Object value) {
    var event = ExecutionEvent.newBuilder();
    var its = event.newBuilderForField(kind);
    var field = kind.getMessageType().findFieldByName(part);
    if (field != null) {
      its.setField(field, value);
    }
    return event.setField(kind, its.build()).build();
  }

  private static boolean has(FieldDescriptor kind, String part) {
    return kind.getMessageType().findFieldByName(part) != null;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindThatHasATransactionTellsIt(FieldDescriptor kind) {
    var event = with(kind, "transaction", TRANSACTION);
    assertThat(Told.transaction(event).isPresent()).isEqualTo(has(kind, "transaction"));
    assertThat(Told.signature(event)).isEqualTo(has(kind, "transaction") ? "5xy" : "");
    assertThat(Told.transaction(with(kind, "none", ""))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachKindThatHasWordsTellsThem(FieldDescriptor kind) {
    for (var part : List.of("detail", "chain_error")) {
      var told = Told.detail(with(kind, part, "words"));
      assertThat(told.equals("words")).as(told).isEqualTo(has(kind, part));
    }
  }

  @Test
  void aTradeWhoseEffectIsNotKnownSaysSo() {
    var confirmed = ExecutionEvent.newBuilder();
    confirmed.getConfirmedBuilder().getEffectBuilder();
    assertThat(Told.detail(confirmed.build())).isEmpty();
    confirmed.getConfirmedBuilder().clearEffect();
    assertThat(Told.detail(confirmed.build()))
        .isEqualTo("what it did to the account could not be read");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatWasOrderedByHandSaysByWhomWhyAndByWhichOrder(FieldDescriptor kind) {
    boolean byHand = has(kind, "by_hand");
    var event = with(kind, "by_hand", BY_HAND);
    assertThat(Told.detail(event).equals("resolved by ann: seen")).isEqualTo(byHand);
    assertThat(Told.orderId(event)).isEqualTo(byHand ? "order" : "");
    assertThat(Told.orderId(with(kind, "order_id", "order")))
        .isEqualTo(has(kind, "order_id") ? "order" : "");
  }

  @Test
  void fourKindsAreEnds() {
    var ends =
        kinds().stream()
            .map(kind -> with(kind, "none", ""))
            .filter(Told::isEnd)
            .map(ExecutionEvent::getKindCase);
    assertThat(ends)
        .containsExactly(KindCase.REFUSED, KindCase.CONFIRMED, KindCase.FAILED, KindCase.EXPIRED);
  }

  /** Written by a later version: whoever counts ends must not take it for one. */
  @Test
  void aKindThatNobodyKnowsTellsNothing() {
    var unknown = ExecutionEvent.getDefaultInstance();
    assertThat(Told.isEnd(unknown)).isFalse();
    assertThat(Told.transaction(unknown)).isEmpty();
    assertThat(Told.detail(unknown) + Told.orderId(unknown)).isEmpty();
    assertThat(KindCase.values()).as("each kind, and none").hasSize(kinds().size() + 1);
  }
}
