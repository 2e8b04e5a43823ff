package io.quantumvault.control.webhook;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.change.WalletChanges;
import io.quantumvault.control.exchange.SignedIn;
import io.quantumvault.control.outcome.Outcome;
import io.quantumvault.control.outcome.Refusal;
import io.quantumvault.control.vault.Client;
import io.quantumvault.control.vault.VaultEvents;
import io.quantumvault.control.vault.VaultFact;
import io.quantumvault.keys.kms.KeyWrapping;
import io.quantumvault.schemas.ids.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The secrets of signed webhooks: at most {@link #MOST} each, both of which may sign, so that a
 * sender can be moved from the older to the newer one without a gap. At least one stays.
 *
 * <p>At most {@link #MOST_PER_HOUR} are made for a bot in an hour, the first ones of new webhooks
 * included; counted under the wallet's lock, so across instances and restarts.
 */
public final class SigningSecrets {
  public static final int MOST = 2;
  public static final int MOST_PER_HOUR = 10;

  private final WebhookStore webhooks;
  private final BotStore bots;
  private final RoutePublisher routes;
  private final KeyWrapping keys;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;

  public SigningSecrets(
      WebhookStore webhooks,
      BotStore bots,
      RoutePublisher routes,
      KeyWrapping keys,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    this.webhooks = webhooks;
    this.bots = bots;
    this.routes = routes;
    this.keys = keys;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Makes a second secret.
   *
   * @param show is given the secret once it is kept; nobody gets it afterwards
   */
  public <R> Outcome<R> add(
      SignedIn me, UUID botId, UUID webhookId, Client client, Function<NewSecret, R> show) {
    return bot(me, botId)
        .then(bot ->
            mayAdd(bot, webhookId)
                .then(webhook -> {
                  // Sealed before the wallet is locked: a KMS that hangs must hold up no stop.
                  try (NewSecret secret = make(bot, webhookId)) {
                    return changes
                        .change(
                            List.of(bot.agentWallet()), () -> keep(bot, webhookId, secret, client))
                        .map(kept -> show.apply(secret));
                  }
                }));
  }

  /** Ends one of two secrets: what it signs is refused once ingest-service has the new route. */
  public Outcome<Webhook> delete(
      SignedIn me, UUID botId, UUID webhookId, UUID secretId, Client client) {
    return bot(me, botId)
        .then(bot ->
            changes.change(
                List.of(bot.agentWallet()),
                () -> find(bot, webhookId).then(webhook -> end(webhook, secretId, client))));
  }

  /** One that belongs to nobody yet. */
  NewSecret make(Bot bot, UUID webhookId) {
    return NewSecret.make(keys, bot.owner(), webhookId, Ids.newId(clock.millis()), clock.instant());
  }

  /** Refuses when too many were made lately. */
  Outcome<Bot> inTheHour(Bot bot) {
    var since = clock.instant().minus(Duration.ofHours(1));
    return webhooks.secretsMadeSince(bot.id(), since) < MOST_PER_HOUR
        ? Outcome.done(bot)
        : Outcome.refused(
            Refusal.TOO_MANY_REQUESTS,
            "at most " + MOST_PER_HOUR + " signing secrets per bot and hour");
  }

  /** Asked before a secret is made, to spare the KMS, and again under the lock. */
  private Outcome<Webhook> mayAdd(Bot bot, UUID webhookId) {
    return find(bot, webhookId)
        .then(webhook -> {
          if (webhook.kind() != Webhook.Kind.SIGNED) {
            return Outcome.refused(
                Refusal.WEBHOOK_NOT_SIGNED, "make a webhook of kind SIGNED instead");
          }
          if (webhook.secrets().size() >= MOST) {
            return Outcome.refused(
                Refusal.LIMIT_REACHED,
                "a webhook has at most " + MOST + " signing secrets; delete the older one first");
          }
          return inTheHour(bot).map(allowed -> webhook);
        });
  }

  private Outcome<Webhook> keep(Bot bot, UUID webhookId, NewSecret secret, Client client) {
    return mayAdd(bot, webhookId)
        .map(webhook -> {
          Webhook changed = webhook.with(secret.sealed());
          webhooks.insertSecret(webhookId, secret.sealed());
          routes.open(changed);
          record(VaultFact.Kind.WEBHOOK_SECRET_CREATED, changed, secret.sealed().id(), client);
          return changed;
        });
  }

  private Outcome<Webhook> end(Webhook webhook, UUID secretId, Client client) {
    Webhook changed = webhook.without(secretId);
    if (changed.secrets().size() == webhook.secrets().size()) {
      return Outcome.refused(Refusal.NOT_FOUND, "secret");
    }
    if (changed.secrets().isEmpty()) {
      return Outcome.refused(
          Refusal.LAST_SIGNING_SECRET, "make another one first, or delete the webhook");
    }
    webhooks.deleteSecret(secretId, clock.instant());
    routes.open(changed);
    record(VaultFact.Kind.WEBHOOK_SECRET_DELETED, changed, secretId, client);
    return Outcome.done(changed);
  }

  private Outcome<Bot> bot(SignedIn me, UUID botId) {
    return bots.find(me.owner(), botId)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "bot"));
  }

  private Outcome<Webhook> find(Bot bot, UUID webhookId) {
    return webhooks.of(bot.id()).stream()
        .filter(webhook -> webhook.id().equals(webhookId))
        .findFirst()
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "webhook"));
  }

  private void record(VaultFact.Kind kind, Webhook webhook, UUID secretId, Client client) {
    events.record(
        VaultFact.done(kind, webhook.owner(), webhook.id(), client)
            .on(webhook.agentWallet(), webhook.botId())
            .because("secret " + secretId, VaultFact.Severity.INFO));
  }
}
