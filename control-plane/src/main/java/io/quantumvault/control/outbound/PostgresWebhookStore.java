package io.quantumvault.control.outbound;

import io.quantumvault.control.webhook.SigningSecret;
import io.quantumvault.control.webhook.Webhook;
import io.quantumvault.control.webhook.WebhookStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks and their secrets in their tables: hashes of tokens, sealed secrets. */
public final class PostgresWebhookStore implements WebhookStore {
  private final JdbcClient jdbc;

  public PostgresWebhookStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void insert(Webhook webhook) {
    jdbc.sql(
            "INSERT INTO control.webhooks (webhook_id, bot_id, owner, kind, token_sha256, source_networks,"
                + " created_at) VALUES (:id, :bot, :owner, :kind, :hash, :networks, :at)")
        .param("id", webhook.id())
        .param("bot", webhook.botId())
        .param("owner", webhook.owner())
        .param("kind", number(webhook.kind()))
        .param("hash", webhook.tokenSha256())
        .param("networks", webhook.sourceNetworks().toArray(String[]::new))
        .param("at", Sql.at(webhook.createdAt()))
        .update();
    webhook.secrets().forEach(secret -> insertSecret(webhook.id(), secret));
  }

  @Override
  public List<Webhook> of(UUID botId) {
    return jdbc.sql(
            "SELECT h.*, b.agent_wallet FROM control.webhooks h JOIN control.bots b USING (bot_id)"
                + " WHERE h.bot_id = :bot AND h.deleted_at IS NULL ORDER BY h.created_at")
        .param("bot", botId)
        .query((row, number) -> webhook(row))
        .list();
  }

  @Override
  public void delete(UUID webhookId, Instant at) {
    jdbc.sql("UPDATE control.webhooks SET deleted_at = :at WHERE webhook_id = :id")
        .param("at", Sql.at(at))
        .param("id", webhookId)
        .update();
    jdbc.sql(
            "UPDATE control.webhook_secrets SET deleted_at = :at, wrapped_secret = NULL"
                + " WHERE webhook_id = :id AND deleted_at IS NULL")
        .param("at", Sql.at(at))
        .param("id", webhookId)
        .update();
  }

  @Override
  public void insertSecret(UUID webhookId, SigningSecret secret) {
    jdbc.sql(
            "INSERT INTO control.webhook_secrets (secret_id, webhook_id, wrapped_secret, created_at)"
                + " VALUES (:id, :webhook, :sealed, :at)")
        .param("id", secret.id())
        .param("webhook", webhookId)
        .param("sealed", secret.sealed())
        .param("at", Sql.at(secret.createdAt()))
        .update();
  }

  @Override
  public void deleteSecret(UUID secretId, Instant at) {
    jdbc.sql(
            "UPDATE control.webhook_secrets SET deleted_at = :at, wrapped_secret = NULL"
                + " WHERE secret_id = :id AND deleted_at IS NULL")
        .param("at", Sql.at(at))
        .param("id", secretId)
        .update();
  }

  @Override
  public int secretsMadeSince(UUID botId, Instant since) {
    return jdbc.sql(
            "SELECT count(*) FROM control.webhook_secrets s JOIN control.webhooks h USING (webhook_id)"
                + " WHERE h.bot_id = :bot AND s.created_at > :since")
        .param("bot", botId)
        .param("since", Sql.at(since))
        .query(Integer.class)
        .single();
  }

  private List<SigningSecret> secrets(UUID webhookId) {
    return jdbc.sql(
            "SELECT secret_id, wrapped_secret, created_at FROM control.webhook_secrets"
                + " WHERE webhook_id = :id AND deleted_at IS NULL ORDER BY created_at DESC, secret_id DESC")
        .param("id", webhookId)
        .query((row, number) ->
            new SigningSecret(
                Sql.uuid(row, "secret_id"),
                row.getBytes("wrapped_secret"),
                Sql.instant(row, "created_at")))
        .list();
  }

  private Webhook webhook(ResultSet row) throws SQLException {
    UUID id = Sql.uuid(row, "webhook_id");
    return new Webhook(
        id,
        Sql.uuid(row, "bot_id"),
        row.getString("owner"),
        row.getString("agent_wallet"),
        kind(row.getInt("kind")),
        row.getBytes("token_sha256"),
        Arrays.asList((String[]) row.getArray("source_networks").getArray()),
        secrets(id),
        Sql.instant(row, "created_at"));
  }

  private static int number(Webhook.Kind kind) {
    return switch (kind) {
      case TRADING_VIEW -> 1;
      case SIGNED -> 2;
    };
  }

  private static Webhook.Kind kind(int number) {
    return switch (number) {
      case 1 -> Webhook.Kind.TRADING_VIEW;
      case 2 -> Webhook.Kind.SIGNED;
      default -> throw new IllegalStateException("webhook kind " + number);
    };
  }
}
