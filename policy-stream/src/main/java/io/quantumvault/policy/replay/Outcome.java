package io.quantumvault.policy.replay;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.Reasons;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RefusedPart;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.List;
import java.util.Map;

/**
 * What was decided of an alert, in a form in which a record and a decision made anew can be
 * compared: whole orders and reasons, without ids and times of writing.
 */
public sealed interface Outcome {
  /**
   * It may be sent.
   *
   * @param orders each a payload with the fields of the order alone, in the order of their parts
   */
  record Approved(List<TradeIntentPayload> orders, List<RefusedPart> refusedParts)
      implements Outcome {}

  /** Nothing may be sent; reasons in the decision's order. */
  record Refused(List<Reason> reasons, String detail) implements Outcome {}

  /** The stage cannot act on such a signal. */
  record Malformed(String fault) implements Outcome {}

  /** The records do not say. */
  record Unknown(String why) implements Outcome {}

  /** A decision that was just made. */
  static Outcome of(Decision decision) {
    return switch (decision) {
      case Decision.Approved approved ->
          new Approved(
              approved.orders().stream().map(IntentWriter::terms).toList(),
              approved.refusedParts().stream().map(Reasons::part).toList());
      case Decision.Rejected rejected ->
          new Refused(Reasons.of(rejected.refusals()), rejected.detail());
    };
  }

  /** What the intents of one alert say, first to last. */
  static Outcome of(List<TradeIntentPayload> intents) {
    return new Approved(
        intents.stream().map(Outcome::terms).toList(), intents.getFirst().getRefusedPartsList());
  }

  /** What a refusal says. */
  static Outcome of(SignalRejected rejected) {
    return rejected.hasInputs()
        ? new Refused(rejected.getReasonsList(), rejected.getDetail())
        : new Malformed(rejected.getDetail());
  }

  /** What the answer to a dry run says; of its orders less is on record. */
  static Outcome of(TestDecided tested) {
    if (!tested.getApproved()) {
      return new Refused(tested.getReasonsList(), tested.getDetail());
    }
    var orders =
        tested.getOrdersList().stream()
            .map(order ->
                TradeIntentPayload.newBuilder()
                    .setMarket(order.getMarket())
                    .setPart(order.getPart())
                    .setAction(order.getAction())
                    .setDirection(order.getDirection())
                    .setSizeBase(order.getSizeBase())
                    .setReduceOnly(order.getReduceOnly())
                    .build())
            .toList();
    return new Approved(orders, tested.getRefusedPartsList());
  }

  /** Whether both say the same; the wording of a refusal may have changed since. */
  default boolean agreesWith(Outcome other) {
    return switch (this) {
      case Approved(var orders, var parts) ->
          other instanceof Approved(var otherOrders, var otherParts)
              && orders.equals(otherOrders)
              && withoutWords(parts).equals(withoutWords(otherParts));
      case Refused(var reasons, var _) ->
          other instanceof Refused(var otherReasons, var _) && reasons.equals(otherReasons);
      case Malformed _ -> other instanceof Malformed;
      case Unknown _ -> false;
    };
  }

  /** The same with no more of its orders than a dry run keeps. */
  default Outcome asTested() {
    return this instanceof Approved(var orders, var parts)
        ? new Approved(orders.stream().map(Outcome::tested).toList(), parts)
        : this;
  }

  private static TradeIntentPayload tested(TradeIntentPayload order) {
    return TradeIntentPayload.newBuilder()
        .setMarket(order.getMarket())
        .setPart(order.getPart())
        .setAction(order.getAction())
        .setDirection(order.getDirection())
        .setSizeBase(order.getSizeBase())
        .setReduceOnly(order.getReduceOnly())
        .build();
  }

  private static TradeIntentPayload terms(TradeIntentPayload intent) {
    var terms = TradeIntentPayload.newBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : intent.getAllFields().entrySet()) {
      if (IntentWriter.isTerm(field.getKey().getNumber())) {
        terms.setField(field.getKey(), field.getValue());
      }
    }
    return terms.build();
  }

  private static List<RefusedPart> withoutWords(List<RefusedPart> parts) {
    return parts.stream().map(part -> part.toBuilder().clearDetail().build()).toList();
  }
}
