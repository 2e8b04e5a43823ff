package io.quantumvault.control.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps webhooks; deleted ones do not exist. */
public interface WebhookStore {
  void insert(Webhook webhook);

  List<Webhook> of(UUID botId);

  void delete(UUID webhookId, Instant at);
}
