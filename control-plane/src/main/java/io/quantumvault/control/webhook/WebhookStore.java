package io.quantumvault.control.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps webhooks and their sealed secrets; deleted ones do not exist. */
public interface WebhookStore {
  /** With its secrets. */
  void insert(Webhook webhook);

  List<Webhook> of(UUID botId);

  /** With its secrets, of which nothing stays. */
  void delete(UUID webhookId, Instant at);

  void insertSecret(UUID webhookId, SigningSecret secret);

  /** Nothing of it stays but that it was. */
  void deleteSecret(UUID secretId, Instant at);

  /** How many secrets were made for the webhooks of a bot, deleted ones included. */
  int secretsMadeSince(UUID botId, Instant since);
}
