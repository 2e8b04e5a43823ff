package io.quantumvault.control.outbound;

import com.google.protobuf.ByteString;
import io.quantumvault.control.webhook.RoutePublisher;
import io.quantumvault.control.webhook.Webhook;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.WebhookKind;
import io.quantumvault.schemas.v1.WebhookRoute;
import java.time.Clock;
import java.util.HexFormat;

/** Routes as WebhookRoute records by token hash; a closed one is a tombstone. */
public final class OutboxRoutes implements RoutePublisher {
  private static final int MOST_PER_MINUTE = 60;
  private static final int MOST_PER_HOUR = 1000;

  private final Outbox outbox;
  private final Clock clock;

  public OutboxRoutes(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public void open(Webhook webhook) {
    long now = clock.millis();
    var route =
        WebhookRoute.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(Ids.newId(now).toString())
                    .setOccurredAtMs(now)
                    .setCorrelationId(webhook.id().toString()))
            .setWebhookId(webhook.id().toString())
            .setKind(kind(webhook.kind()))
            .setBotId(webhook.botId().toString())
            .setAgentWallet(webhook.agentWallet())
            .setOwner(webhook.owner())
            .setMaxPerMinute(MOST_PER_MINUTE)
            .setMaxPerHour(MOST_PER_HOUR)
            .addAllSourceNetworks(webhook.sourceNetworks())
            .addAllSealedSigningSecrets(
                webhook.secrets().stream()
                    .map(secret -> ByteString.copyFrom(secret.sealed()))
                    .toList())
            .build();
    outbox.send(Topics.WEBHOOK_ROUTES, key(webhook), route.toByteArray());
  }

  @Override
  public void close(Webhook webhook) {
    outbox.send(Topics.WEBHOOK_ROUTES, key(webhook), null);
  }

  private static WebhookKind kind(Webhook.Kind kind) {
    return switch (kind) {
      case TRADING_VIEW -> WebhookKind.WEBHOOK_KIND_TRADING_VIEW;
      case SIGNED -> WebhookKind.WEBHOOK_KIND_SIGNED;
    };
  }

  private static String key(Webhook webhook) {
    return HexFormat.of().formatHex(webhook.tokenSha256());
  }
}
