package io.quantumvault.control.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A webhook of a bot.
 *
 * @param tokenSha256 of the URL token, which only the sender knows
 * @param sourceNetworks allowed senders in CIDR notation; empty means the service's default
 * @param secrets newest first; none for {@link Kind#TRADING_VIEW}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Webhook(
    UUID id,
    UUID botId,
    String owner,
    String agentWallet,
    Kind kind,
    byte[] tokenSha256,
    List<String> sourceNetworks,
    List<SigningSecret> secrets,
    Instant createdAt) {

  /** How a sender proves that an alert is its own. */
  public enum Kind {
    /** By the token and its address. */
    TRADING_VIEW,
    /** By a signature after the Standard Webhooks specification, besides the token. */
    SIGNED
  }

  public Webhook {
    sourceNetworks = List.copyOf(sourceNetworks);
    secrets = List.copyOf(secrets);
  }

  Webhook with(SigningSecret newest) {
    var all = new ArrayList<>(List.of(newest));
    all.addAll(secrets);
    return withSecrets(all);
  }

  Webhook without(UUID secretId) {
    return withSecrets(secrets.stream().filter(secret -> !secret.id().equals(secretId)).toList());
  }

  private Webhook withSecrets(List<SigningSecret> others) {
    return new Webhook(
        id, botId, owner, agentWallet, kind, tokenSha256, sourceNetworks, others, createdAt);
  }
}
