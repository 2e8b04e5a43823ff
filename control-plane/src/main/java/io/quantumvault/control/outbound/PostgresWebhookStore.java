package io.quantumvault.control.outbound;

import io.quantumvault.control.webhook.Webhook;
import io.quantumvault.control.webhook.WebhookStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks in their table: hashes of tokens only. */
public final class PostgresWebhookStore implements WebhookStore {
  private static final int TRADING_VIEW = 1;

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
        .param("kind", TRADING_VIEW)
        .param("hash", webhook.tokenSha256())
        .param("networks", webhook.sourceNetworks().toArray(String[]::new))
        .param("at", Sql.at(webhook.createdAt()))
        .update();
  }

  @Override
  public List<Webhook> of(UUID botId) {
    return jdbc.sql(
            "SELECT h.*, b.agent_wallet FROM control.webhooks h JOIN control.bots b USING (bot_id)"
                + " WHERE h.bot_id = :bot AND h.deleted_at IS NULL ORDER BY h.created_at")
        .param("bot", botId)
        .query(PostgresWebhookStore::webhook)
        .list();
  }

  @Override
  public void delete(UUID webhookId, Instant at) {
    jdbc.sql("UPDATE control.webhooks SET deleted_at = :at WHERE webhook_id = :id")
        .param("at", Sql.at(at))
        .param("id", webhookId)
        .update();
  }

  private static Webhook webhook(ResultSet row, int number) throws SQLException {
    return new Webhook(
        Sql.uuid(row, "webhook_id"),
        Sql.uuid(row, "bot_id"),
        row.getString("owner"),
        row.getString("agent_wallet"),
        row.getBytes("token_sha256"),
        Arrays.asList((String[]) row.getArray("source_networks").getArray()),
        Sql.instant(row, "created_at"));
  }
}
