package io.quantumvault.control.outbound;

import io.quantumvault.control.activity.ActivityEntry;
import io.quantumvault.control.activity.ActivityStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Activity in its table, and the wallets' counters with it. */
public final class PostgresActivityStore implements ActivityStore {
  private static final TypeReference<Map<String, Object>> SUMMARY = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json = JsonMapper.builder().build();

  public PostgresActivityStore(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void keep(ActivityEntry entry) {
    transaction.executeWithoutResult(status -> {
      if (insert(entry) == 1 && entry.kind().equals("CONFIRMED")) {
        jdbc.sql(
                "UPDATE control.agent_wallets SET total_executions = total_executions + 1,"
                    + " last_execution_at = greatest(last_execution_at, :at) WHERE address = :wallet")
            .param("at", Sql.at(entry.occurredAt()))
            .param("wallet", entry.agentWallet())
            .update();
      }
    });
  }

  private int insert(ActivityEntry entry) {
    return jdbc.sql(
            "INSERT INTO control.activity (owner, bot_id, signal_id, event_id, occurred_at, topic, kind, summary)"
                + " VALUES (:owner, :bot::uuid, :signal::uuid, :event, :at, :topic, :kind, :summary::jsonb)"
                + " ON CONFLICT (event_id) DO NOTHING")
        .param("owner", entry.owner())
        .param("bot", entry.botId())
        .param("signal", entry.signalId())
        .param("event", entry.eventId())
        .param("at", Sql.at(entry.occurredAt()))
        .param("topic", entry.topic())
        .param("kind", entry.kind())
        .param("summary", json.writeValueAsString(entry.summary()))
        .update();
  }

  @Override
  public List<ActivityEntry> list(String owner, @Nullable UUID botId, Instant before, int limit) {
    return jdbc.sql(
            "SELECT * FROM control.activity WHERE owner = :owner AND (:bot::uuid IS NULL OR bot_id = :bot::uuid)"
                + " AND occurred_at < :before ORDER BY occurred_at DESC, event_id DESC LIMIT :limit")
        .param("owner", owner)
        .param("bot", botId)
        .param("before", Sql.at(before))
        .param("limit", limit)
        .query(this::entry)
        .list();
  }

  @Override
  public Optional<ActivityEntry> tested(String owner, UUID signalId) {
    // The window keeps it to the few newest rows of the owner's index.
    return jdbc.sql(
            "SELECT * FROM control.activity WHERE owner = :owner AND signal_id = :signal"
                + " AND kind = 'TEST_DECIDED' AND occurred_at > now() - interval '10 minutes'"
                + " ORDER BY occurred_at LIMIT 1")
        .param("owner", owner)
        .param("signal", signalId)
        .query(this::entry)
        .optional();
  }

  private ActivityEntry entry(ResultSet row, int number) throws SQLException {
    return new ActivityEntry(
        row.getString("owner"),
        "",
        Sql.uuidOrNull(row, "bot_id"),
        Sql.uuidOrNull(row, "signal_id"),
        Sql.uuid(row, "event_id"),
        Sql.instant(row, "occurred_at"),
        row.getString("topic"),
        row.getString("kind"),
        json.readValue(row.getString("summary"), SUMMARY));
  }
}
