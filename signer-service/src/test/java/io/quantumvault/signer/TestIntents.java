package io.quantumvault.signer;

import com.google.protobuf.ByteString;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.intents.IntentBytes;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.IntentOrigin;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Duration;

/** Intents as the policy stage writes them. */
public final class TestIntents {
  private TestIntents() {}

  /** Buys SOL-PERP at the market within ten minutes of the grant; as if sent a minute before. */
  public static TradeIntentPayload.Builder buy(TestOwner owner, String size) {
    var signalId = Ids.newId();
    var deadline = owner.issuedAt().plus(Duration.ofMinutes(10));
    return TradeIntentPayload.newBuilder()
        .setEnvelope(
            Envelope.newBuilder()
                .setEventId(Ids.newId().toString())
                .setOccurredAtMs(deadline.minusSeconds(60).toEpochMilli())
                .setCorrelationId(signalId.toString()))
        .setIntentId(Ids.intentId(signalId).toString())
        .setSignalId(signalId.toString())
        .setOrigin(IntentOrigin.INTENT_ORIGIN_SIGNAL)
        .setBotId(owner.botId().toString())
        .setAgentWallet(owner.agentWallet())
        .setOwner(owner.address())
        .setGrantId(owner.grantId().toString())
        .setPolicyVersion(1)
        .setPolicySha256(ByteString.copyFrom(owner.policy().sha256()))
        .setMarket("SOL-PERP")
        .setAction(Action.ACTION_BUY)
        .setDirection(Direction.DIRECTION_LONG)
        .setOrderType(OrderType.ORDER_TYPE_MARKET)
        .setSizeBase(size)
        .setMaxSlippageBps(50)
        .setDeadlineMs(deadline.toEpochMilli());
  }

  /** Closes whatever is held of SOL-PERP, whichever way it goes. */
  public static TradeIntentPayload.Builder close(TestOwner owner) {
    return buy(owner, "")
        .setAction(Action.ACTION_CLOSE)
        .clearDirection()
        .setReduceOnly(true)
        .setExit(true)
        .setWholePosition(true);
  }

  /** Signs a payload as the stage does. */
  public static TradeIntent signed(TradeIntentPayload payload, ServiceKey stage) {
    byte[] bytes = payload.toByteArray();
    return TradeIntent.newBuilder()
        .setPayload(ByteString.copyFrom(bytes))
        .setKeyId(stage.keyId())
        .setSignature(ByteString.copyFrom(stage.sign(IntentBytes.signingInput(bytes))))
        .build();
  }
}
