package io.quantumvault.ingest.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.Alert;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.WebhookKind;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes accepted alerts to {@link Topics#SIGNALS}, keyed by agent wallet. */
public final class SignalPublisher implements SignalSink {
  private final RecordSender sender;

  /** A publisher that sends through this. */
  public SignalPublisher(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletableFuture<?> take(AcceptedSignal signal) {
    return sender.send(
        Topics.SIGNALS, signal.route().agentWallet(), message(signal), signal.signalId());
  }

  static Signal message(AcceptedSignal signal) {
    Alert alert = signal.alert();
    long receivedAt = signal.receivedAt().toEpochMilli();
    Signal.Builder message =
        Signal.newBuilder()
            .setEnvelope(envelope(signal.signalId(), receivedAt))
            .setSignalId(signal.signalId().toString())
            .setBotId(signal.route().botId().toString())
            .setAgentWallet(signal.route().agentWallet())
            .setOwner(signal.route().owner())
            .setWebhookId(signal.route().webhookId().toString())
            .setWebhookKind(kind(signal.route().kind()))
            .setMarket(alert.market())
            .setAction(action(alert.action()))
            .setOrderType(type(alert.type()))
            .setSizeBase(text(alert.sizeBase()))
            .setSizeUsd(text(alert.sizeUsd()))
            .setLimitPrice(text(alert.limitPrice()))
            .setAlertPrice(text(alert.alertPrice()))
            .setPositionAfter(text(alert.positionAfter()))
            .setReduceOnly(alert.reduceOnly())
            .setLeverage(text(alert.leverage()))
            .setAlertTimeMs(alert.time().toEpochMilli())
            .setReceivedAtMs(receivedAt)
            .setContentSha256(ByteString.copyFrom(signal.contentSha256()))
            .setNonce(signal.nonce())
            .setRedactedBody(ByteString.copyFromUtf8(signal.redactedBody()))
            .setBodySha256(ByteString.copyFrom(signal.bodySha256()));
    if (alert.id() != null) {
      message.setAlertId(alert.id());
    }
    if (alert.slippageBps() != null) {
      message.setSlippageBps(alert.slippageBps());
    }
    return message.build();
  }

  static Envelope envelope(UUID signalId, long occurredAtMs) {
    return Envelope.newBuilder()
        .setEventId(Ids.newId().toString())
        .setOccurredAtMs(occurredAtMs)
        .setCorrelationId(signalId.toString())
        .build();
  }

  private static String text(@Nullable BigDecimal decimal) {
    return decimal == null ? "" : decimal.toPlainString();
  }

  private static WebhookKind kind(Kind kind) {
    return switch (kind) {
      case TRADING_VIEW -> WebhookKind.WEBHOOK_KIND_TRADING_VIEW;
      case SIGNED -> WebhookKind.WEBHOOK_KIND_SIGNED;
    };
  }

  private static Action action(io.quantumvault.ingest.alert.Action action) {
    return switch (action) {
      case BUY -> Action.ACTION_BUY;
      case SELL -> Action.ACTION_SELL;
      case CLOSE -> Action.ACTION_CLOSE;
      case CANCEL -> Action.ACTION_CANCEL;
    };
  }

  private static OrderType type(io.quantumvault.ingest.alert.OrderType type) {
    return switch (type) {
      case MARKET -> OrderType.ORDER_TYPE_MARKET;
      case LIMIT -> OrderType.ORDER_TYPE_LIMIT;
    };
  }
}
