package io.quantumvault.control.outbound;

import io.quantumvault.control.stop.StopKind;
import io.quantumvault.control.stop.StopOrigin;
import io.quantumvault.control.stop.StopRecord;
import io.quantumvault.control.stop.StopStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stops in their table; a row is never deleted. */
public final class PostgresStopStore implements StopStore {
  private static final int SCOPE_BOT = 1;
  private static final int SCOPE_WALLET = 2;

  private final JdbcClient jdbc;

  public PostgresStopStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void insert(StopRecord stop) {
    jdbc.sql(
            "INSERT INTO control.stops (stop_id, agent_wallet, scope, bot_id, kind, origin, reason, created_at)"
                + " VALUES (:id, :wallet, :scope, :bot::uuid, :kind, :origin, :reason, :at)")
        .param("id", stop.id())
        .param("wallet", stop.agentWallet())
        .param("scope", stop.botId() == null ? SCOPE_WALLET : SCOPE_BOT)
        .param("bot", stop.botId())
        .param("kind", stop.kind().number())
        .param("origin", stop.origin().number())
        .param("reason", stop.reason())
        .param("at", Sql.at(stop.createdAt()))
        .update();
  }

  @Override
  public Optional<StopRecord> find(String owner, UUID stopId) {
    return jdbc.sql(
            "SELECT s.* FROM control.stops s JOIN control.agent_wallets w ON w.address = s.agent_wallet"
                + " WHERE s.stop_id = :id AND w.owner = :owner")
        .param("id", stopId)
        .param("owner", owner)
        .query(PostgresStopStore::stop)
        .optional();
  }

  @Override
  public List<StopRecord> holding(String agentWallet) {
    return jdbc.sql(
            "SELECT * FROM control.stops WHERE agent_wallet = :wallet AND resumed_at IS NULL ORDER BY created_at")
        .param("wallet", agentWallet)
        .query(PostgresStopStore::stop)
        .list();
  }

  @Override
  public boolean resume(UUID stopId, byte[] text, byte[] signature, Instant at) {
    return jdbc.sql(
                "UPDATE control.stops SET resumed_at = :at, resume_text = :text, resume_signature = :signature"
                    + " WHERE stop_id = :id AND resumed_at IS NULL")
            .param("at", Sql.at(at))
            .param("text", text)
            .param("signature", signature)
            .param("id", stopId)
            .update()
        == 1;
  }

  private static StopRecord stop(ResultSet row, int number) throws SQLException {
    return new StopRecord(
        Sql.uuid(row, "stop_id"),
        row.getString("agent_wallet"),
        Sql.uuidOrNull(row, "bot_id"),
        StopKind.ofNumber(row.getInt("kind")),
        StopOrigin.ofNumber(row.getInt("origin")),
        row.getString("reason"),
        Sql.instant(row, "created_at"),
        Sql.instantOrNull(row, "resumed_at"));
  }
}
