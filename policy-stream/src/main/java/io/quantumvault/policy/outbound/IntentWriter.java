package io.quantumvault.policy.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Decision;
import io.quantumvault.policy.decision.GrantTerms;
import io.quantumvault.policy.decision.Notice;
import io.quantumvault.policy.decision.Order;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.policy.decision.Part;
import io.quantumvault.policy.decision.Trigger;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.DecisionInputs;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Turns an order into a signed {@code TradeIntent}. */
public final class IntentWriter {
  private static final Set<Integer> TERMS =
      Set.of(
          TradeIntentPayload.MARKET_FIELD_NUMBER,
          TradeIntentPayload.PART_FIELD_NUMBER,
          TradeIntentPayload.ACTION_FIELD_NUMBER,
          TradeIntentPayload.DIRECTION_FIELD_NUMBER,
          TradeIntentPayload.ORDER_TYPE_FIELD_NUMBER,
          TradeIntentPayload.REDUCE_ONLY_FIELD_NUMBER,
          TradeIntentPayload.EXIT_FIELD_NUMBER,
          TradeIntentPayload.WHOLE_POSITION_FIELD_NUMBER,
          TradeIntentPayload.CANCELS_ENTRIES_FIELD_NUMBER,
          TradeIntentPayload.MAX_SLIPPAGE_BPS_FIELD_NUMBER,
          TradeIntentPayload.DEADLINE_MS_FIELD_NUMBER,
          TradeIntentPayload.SIZE_BASE_FIELD_NUMBER,
          TradeIntentPayload.LIMIT_PRICE_FIELD_NUMBER,
          TradeIntentPayload.POSITION_BOUND_FIELD_NUMBER,
          TradeIntentPayload.STOP_LOSS_FIELD_NUMBER,
          TradeIntentPayload.TAKE_PROFIT_FIELD_NUMBER);

  private final IntentSigner signer;

  public IntentWriter(IntentSigner signer) {
    this.signer = signer;
  }

  /**
   * An order on its way.
   *
   * @param attempt 0 for the first
   * @param told what ingest noticed; this, {@code notices} and {@code refusedParts} ride on the
   *     first order of an alert
   */
  public record Outgoing(
      IntentCause cause,
      UUID intentId,
      int attempt,
      Order order,
      GrantTerms grant,
      DecisionInputs inputs,
      List<io.quantumvault.schemas.v1.Notice> told,
      List<Notice> notices,
      List<Decision.RefusedPart> refusedParts) {}

  /** The value of an {@code intents-v1} record. */
  public TradeIntent write(Outgoing intent, Instant now) {
    byte[] payload = payload(intent, now).toByteArray();
    return TradeIntent.newBuilder()
        .setPayload(ByteString.copyFrom(payload))
        .setKeyId(signer.keyId())
        .setSignature(ByteString.copyFrom(signer.sign(IntentBytes.signingInput(payload))))
        .build();
  }

  private static TradeIntentPayload payload(Outgoing intent, Instant now) {
    var cause = intent.cause();
    var grant = intent.grant();
    var correlation = cause.signalId().isEmpty() ? intent.intentId().toString() : cause.signalId();
    var out =
        TradeIntentPayload.newBuilder()
            .setEnvelope(Envelopes.of(correlation, cause.causationId(), now))
            .setIntentId(intent.intentId().toString())
            .setSignalId(cause.signalId())
            .setOrigin(cause.origin())
            .setStopId(cause.stopId())
            .setBotId(cause.botId().toString())
            .setAgentWallet(cause.agentWallet())
            .setOwner(cause.owner())
            .setGrantId(grant.grantId().toString())
            .setPolicyVersion(grant.policyVersion())
            .setPolicySha256(ByteString.copyFrom(HexFormat.of().parseHex(grant.policySha256())))
            .setAttempt(intent.attempt())
            .setInputs(intent.inputs())
            .addAllNotices(intent.told())
            .addAllNotices(intent.notices().stream().map(Reasons::notice).toList())
            .addAllRefusedParts(intent.refusedParts().stream().map(Reasons::part).toList());
    if (cause.alertTime().toEpochMilli() > 0) {
      out.setAlertTimeMs(cause.alertTime().toEpochMilli());
    }
    order(out, intent.order());
    return out.build();
  }

  /** An order as its intent has it: a payload with no other fields. */
  public static TradeIntentPayload terms(Order order) {
    var out = TradeIntentPayload.newBuilder();
    order(out, order);
    return out.build();
  }

  /** Whether a field of a payload, by its number, is one of the order itself. */
  public static boolean isTerm(int field) {
    return TERMS.contains(field);
  }

  private static void order(TradeIntentPayload.Builder out, Order order) {
    out.setMarket(order.market())
        .setPart(part(order.part()))
        .setAction(action(order.action()))
        .setDirection(InputsWriter.direction(order.direction()))
        .setOrderType(type(order.type()))
        .setReduceOnly(order.exit())
        .setExit(order.exit())
        .setWholePosition(order.wholePosition())
        .setCancelsEntries(order.cancelsEntries())
        .setMaxSlippageBps(order.maxSlippageBps())
        .setDeadlineMs(order.deadline().toEpochMilli());
    if (order.size() != null) {
      out.setSizeBase(InputsWriter.plain(order.size()));
    }
    if (order.limitPrice() != null) {
      out.setLimitPrice(InputsWriter.plain(order.limitPrice()));
    }
    if (order.positionBound() != null) {
      out.setPositionBound(InputsWriter.plain(order.positionBound()));
    }
    if (order.stopLoss() != null) {
      out.setStopLoss(trigger(order.stopLoss()));
    }
    if (order.takeProfit() != null) {
      out.setTakeProfit(trigger(order.takeProfit()));
    }
  }

  static io.quantumvault.schemas.v1.Part part(Part part) {
    return switch (part) {
      case WHOLE -> io.quantumvault.schemas.v1.Part.PART_UNSPECIFIED;
      case CLOSING -> io.quantumvault.schemas.v1.Part.PART_CLOSING;
      case OPENING -> io.quantumvault.schemas.v1.Part.PART_OPENING;
    };
  }

  private static io.quantumvault.schemas.v1.Trigger trigger(Trigger trigger) {
    var out = io.quantumvault.schemas.v1.Trigger.newBuilder();
    return switch (trigger) {
      case Trigger.At(var price) -> out.setPrice(InputsWriter.plain(price)).build();
      case Trigger.Away(var percent) -> out.setPercent(InputsWriter.plain(percent)).build();
    };
  }

  static io.quantumvault.schemas.v1.Action action(Action action) {
    return switch (action) {
      case BUY -> io.quantumvault.schemas.v1.Action.ACTION_BUY;
      case SELL -> io.quantumvault.schemas.v1.Action.ACTION_SELL;
      case CLOSE -> io.quantumvault.schemas.v1.Action.ACTION_CLOSE;
      case CANCEL -> io.quantumvault.schemas.v1.Action.ACTION_CANCEL;
      case SYNC -> throw new IllegalArgumentException("a sync is sent as the order it comes to");
    };
  }

  private static io.quantumvault.schemas.v1.OrderType type(OrderType type) {
    return switch (type) {
      case MARKET -> io.quantumvault.schemas.v1.OrderType.ORDER_TYPE_MARKET;
      case LIMIT -> io.quantumvault.schemas.v1.OrderType.ORDER_TYPE_LIMIT;
    };
  }
}
