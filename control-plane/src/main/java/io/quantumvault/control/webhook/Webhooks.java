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
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.ids.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of a bot, at most {@link #MOST_WEBHOOKS}. The token is 32 random bytes, given out once;
 * only its hash is kept and routed on. A signed webhook begins with one secret ({@link
 * SigningSecrets}).
 */
public final class Webhooks {
  public static final int MOST_WEBHOOKS = 5;

  private final WebhookStore webhooks;
  private final BotStore bots;
  private final RoutePublisher routes;
  private final SigningSecrets secrets;
  private final WalletChanges changes;
  private final VaultEvents events;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public Webhooks(
      WebhookStore webhooks,
      BotStore bots,
      RoutePublisher routes,
      SigningSecrets secrets,
      WalletChanges changes,
      VaultEvents events,
      Clock clock) {
    this.webhooks = webhooks;
    this.bots = bots;
    this.routes = routes;
    this.secrets = secrets;
    this.changes = changes;
    this.events = events;
    this.clock = clock;
  }

  /** What a new webhook is to be. */
  public record Wanted(Webhook.Kind kind, List<String> sourceNetworks) {}

  /**
   * A new webhook with what exists only here.
   *
   * @param secret for a signed one; closed when this has been shown
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Made(Webhook webhook, byte[] token, @Nullable NewSecret secret) {}

  /**
   * Makes a webhook.
   *
   * @param show is given token and secret once the webhook is kept; nobody gets them afterwards
   */
  public <R> Outcome<R> create(
      SignedIn me, UUID botId, Wanted wanted, Client client, Function<Made, R> show) {
    List<String> wrong =
        wanted.sourceNetworks().stream().filter(network -> !Cidr.isNetwork(network)).toList();
    if (!wrong.isEmpty() || wanted.sourceNetworks().size() > 32) {
      return Outcome.refused(
          Refusal.MALFORMED_REQUEST,
          "sourceNetworks must be at most 32 networks such as 52.89.214.238/32");
    }
    return bots.find(me.owner(), botId)
        .map(bot -> mayMake(bot, wanted).then(allowed -> create(bot, wanted, client, show)))
        .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "bot"));
  }

  private <R> Outcome<R> create(Bot bot, Wanted wanted, Client client, Function<Made, R> show) {
    UUID id = Ids.newId(clock.millis());
    // Sealed before the wallet is locked: a KMS that hangs must hold up no stop.
    try (NewSecret secret = wanted.kind() == Webhook.Kind.SIGNED ? secrets.make(bot, id) : null) {
      return changes
          .change(
              List.of(bot.agentWallet()),
              () -> mayMake(bot, wanted).map(allowed -> make(bot, id, wanted, secret, client)))
          .map(show);
    }
  }

  /** Asked before a secret is made, to spare the KMS, and again under the lock. */
  private Outcome<Bot> mayMake(Bot bot, Wanted wanted) {
    if (webhooks.of(bot.id()).size() >= MOST_WEBHOOKS) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED, "a bot has at most " + MOST_WEBHOOKS + " webhooks");
    }
    return wanted.kind() == Webhook.Kind.SIGNED ? secrets.inTheHour(bot) : Outcome.done(bot);
  }

  private Made make(Bot bot, UUID id, Wanted wanted, @Nullable NewSecret secret, Client client) {
    byte[] token = new byte[32];
    random.nextBytes(token);
    // The hash of what stands in the URL, as the webhook door computes it.
    byte[] hash =
        Sha256.of(TokenText.of(token).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var webhook =
        new Webhook(
            id,
            bot.id(),
            bot.owner(),
            bot.agentWallet(),
            wanted.kind(),
            hash,
            wanted.sourceNetworks(),
            secret == null ? List.of() : List.of(secret.sealed()),
            clock.instant());
    webhooks.insert(webhook);
    routes.open(webhook);
    record(VaultFact.Kind.WEBHOOK_CREATED, webhook, client);
    return new Made(webhook, token, secret);
  }

  public List<Webhook> of(Bot bot) {
    return webhooks.of(bot.id());
  }

  public Outcome<Webhook> delete(SignedIn me, UUID botId, UUID webhookId, Client client) {
    var bot = bots.find(me.owner(), botId);
    if (bot.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "bot");
    }
    return changes.change(
        List.of(bot.get().agentWallet()),
        () ->
            webhooks.of(botId).stream()
                .filter(webhook -> webhook.id().equals(webhookId))
                .findFirst()
                .map(webhook -> {
                  close(webhook, clock.instant());
                  record(VaultFact.Kind.WEBHOOK_DELETED, webhook, client);
                  return Outcome.done(webhook);
                })
                .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND, "webhook")));
  }

  /** Closes every route of a bot, within the surrounding transaction. */
  public void closeAll(Bot bot) {
    Instant now = clock.instant();
    webhooks.of(bot.id()).forEach(webhook -> close(webhook, now));
  }

  private void close(Webhook webhook, Instant at) {
    webhooks.delete(webhook.id(), at);
    routes.close(webhook);
  }

  private void record(VaultFact.Kind kind, Webhook webhook, Client client) {
    events.record(
        VaultFact.done(kind, webhook.owner(), webhook.id(), client)
            .on(webhook.agentWallet(), webhook.botId()));
  }
}
