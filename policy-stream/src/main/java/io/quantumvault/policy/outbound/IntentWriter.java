package io.quantumvault.policy.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.policy.decision.Action;
import io.quantumvault.policy.decision.Decision.Approved;
import io.quantumvault.policy.decision.Direction;
import io.quantumvault.policy.decision.OrderType;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns an approval into a signed {@code TradeIntent}. */
public final class IntentWriter {
  private final IntentSigner signer;

  public IntentWriter(IntentSigner signer) {
    this.signer = signer;
  }

  /** The value of an {@code intents-v1} record. */
  public TradeIntent write(Signal signal, UUID intentId, Approved approved) {
    byte[] payload = payload(signal, intentId, approved).toByteArray();
    return TradeIntent.newBuilder()
        .setPayload(ByteString.copyFrom(payload))
        .setKeyId(signer.keyId())
        .setSignature(ByteString.copyFrom(signer.sign(IntentBytes.signingInput(payload))))
        .build();
  }

  private static TradeIntentPayload payload(Signal signal, UUID intentId, Approved approved) {
    var order = approved.order();
    var inputs = approved.inputs();
    var grant = Objects.requireNonNull(inputs.grant(), "nothing is approved without a grant");
    var out =
        TradeIntentPayload.newBuilder()
            .setEnvelope(Envelopes.causedBy(signal, inputs.now()))
            .setIntentId(intentId.toString())
            .setSignalId(signal.getSignalId())
            .setOrigin(IntentOrigin.INTENT_ORIGIN_SIGNAL)
            .setBotId(signal.getBotId())
            .setAgentWallet(signal.getAgentWallet())
            .setOwner(signal.getOwner())
            .setGrantId(grant.grantId().toString())
            .setPolicyVersion(grant.policyVersion())
            .setPolicySha256(ByteString.copyFrom(HexFormat.of().parseHex(grant.policySha256())))
            .setMarket(order.market())
            .setAction(action(order.action()))
            .setDirection(direction(order.direction()))
            .setOrderType(type(order.type()))
            .setReduceOnly(order.reduceOnly())
            .setMaxSlippageBps(order.maxSlippageBps())
            .setDeadlineMs(order.deadline().toEpochMilli())
            .setInputs(InputsWriter.write(inputs));
    if (order.size() != null) {
      out.setSizeBase(InputsWriter.plain(order.size()));
    }
    if (order.limitPrice() != null) {
      out.setLimitPrice(InputsWriter.plain(order.limitPrice()));
    }
    return out.build();
  }

  static io.quantumvault.schemas.v1.Action action(Action action) {
    return switch (action) {
      case BUY -> io.quantumvault.schemas.v1.Action.ACTION_BUY;
      case SELL -> io.quantumvault.schemas.v1.Action.ACTION_SELL;
      case CLOSE -> io.quantumvault.schemas.v1.Action.ACTION_CLOSE;
      case CANCEL -> io.quantumvault.schemas.v1.Action.ACTION_CANCEL;
    };
  }

  static io.quantumvault.schemas.v1.Direction direction(@Nullable Direction direction) {
    return switch (direction) {
      case null -> io.quantumvault.schemas.v1.Direction.DIRECTION_UNSPECIFIED;
      case LONG -> io.quantumvault.schemas.v1.Direction.DIRECTION_LONG;
      case SHORT -> io.quantumvault.schemas.v1.Direction.DIRECTION_SHORT;
    };
  }

  private static io.quantumvault.schemas.v1.OrderType type(OrderType type) {
    return switch (type) {
      case MARKET -> io.quantumvault.schemas.v1.OrderType.ORDER_TYPE_MARKET;
      case LIMIT -> io.quantumvault.schemas.v1.OrderType.ORDER_TYPE_LIMIT;
    };
  }
}
