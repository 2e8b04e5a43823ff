package io.quantumvault.ingest.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.ingest.alert.AcceptedSignal;
import io.quantumvault.ingest.alert.Alert;
import io.quantumvault.ingest.alert.ContentHash;
import io.quantumvault.ingest.alert.Side;
import io.quantumvault.ingest.alert.SignalSink;
import io.quantumvault.ingest.alert.Size;
import io.quantumvault.ingest.route.Kind;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Notice;
import io.quantumvault.schemas.v1.NoticeKind;
import io.quantumvault.schemas.v1.OrderType;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.Trigger;
import io.quantumvault.schemas.v1.WebhookKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
    String redactedBody = signal.parsed().redactedBody();
    Signal.Builder message =
        Signal.newBuilder()
            .setEnvelope(envelope(signal.signalId(), receivedAt))
            .setSignalId(signal.signalId().toString())
            .setBotId(signal.route().botId().toString())
            .setAgentWallet(signal.route().agentWallet())
            .setOwner(signal.route().owner())
            .setMarket(alert.market())
            .setAction(action(alert.action()))
            .setOrderType(type(alert.type()))
            .setLimitPrice(text(alert.limitPrice()))
            .setAlertPrice(text(alert.alertPrice()))
            .setPositionAfter(text(alert.positionAfter()))
            .setPositionSideAfter(direction(alert.sideAfter()))
            .setCloses(direction(alert.closes()))
            .setReduceOnly(alert.reduceOnly())
            .setLeverage(text(alert.leverage()))
            .setAlertTimeMs(alert.time().toEpochMilli())
            .setReceivedAtMs(receivedAt)
            .setNonce(signal.nonce())
            .setDryRun(signal.dryRun())
            .setContentSha256(ByteString.copyFrom(signal.contentSha256()))
            .setRedactedBody(ByteString.copyFromUtf8(redactedBody))
            .setBodySha256(
                ByteString.copyFrom(ContentHash.of(redactedBody.getBytes(StandardCharsets.UTF_8))))
            .addAllNotices(
                signal.parsed().ignored().stream().map(SignalPublisher::ignored).toList())
            .addAllUnreadFields(signal.parsed().unread());
    if (!signal.dryRun()) {
      message
          .setWebhookId(signal.route().webhookId().toString())
          .setWebhookKind(kind(signal.route().kind()));
    }
    switch (alert.size()) {
      case null -> {}
      case Size.Base(BigDecimal base) -> message.setSizeBase(text(base));
      case Size.Usd(BigDecimal usd) -> message.setSizeUsd(text(usd));
      case Size.Percent(BigDecimal percent) -> message.setSizePercent(text(percent));
    }
    if (alert.stopLoss() != null) {
      message.setStopLoss(trigger(alert.stopLoss()));
    }
    if (alert.takeProfit() != null) {
      message.setTakeProfit(trigger(alert.takeProfit()));
    }
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

  private static Notice ignored(String what) {
    return Notice.newBuilder()
        .setKind(NoticeKind.NOTICE_KIND_FIELD_IGNORED)
        .setDetail(what)
        .build();
  }

  private static Trigger trigger(io.quantumvault.ingest.alert.Trigger trigger) {
    return switch (trigger) {
      case io.quantumvault.ingest.alert.Trigger.Price(BigDecimal price) ->
          Trigger.newBuilder().setPrice(text(price)).build();
      case io.quantumvault.ingest.alert.Trigger.Percent(BigDecimal percent) ->
          Trigger.newBuilder().setPercent(text(percent)).build();
    };
  }

  private static Direction direction(@Nullable Side side) {
    return switch (side) {
      case null -> Direction.DIRECTION_UNSPECIFIED;
      case LONG -> Direction.DIRECTION_LONG;
      case SHORT -> Direction.DIRECTION_SHORT;
    };
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
      case SYNC -> Action.ACTION_SYNC;
    };
  }

  private static OrderType type(io.quantumvault.ingest.alert.OrderType type) {
    return switch (type) {
      case MARKET -> OrderType.ORDER_TYPE_MARKET;
      case LIMIT -> OrderType.ORDER_TYPE_LIMIT;
    };
  }
}
