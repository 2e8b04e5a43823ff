package io.quantumvault.control.outbound;

import io.quantumvault.control.session.Session;
import io.quantumvault.control.session.SessionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions in their table, found by the hash of their secret. */
public final class PostgresSessionStore implements SessionStore {
  private static final String LIVING =
      " revoked_at IS NULL AND expires_at > :now AND last_seen_at > :idle ";

  private final JdbcClient jdbc;

  public PostgresSessionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void insert(Session session) {
    jdbc.sql(
            "INSERT INTO control.sessions (session_id, secret_sha256, csrf_sha256, owner, created_at,"
                + " last_seen_at, expires_at) VALUES (:id, :secret, :csrf, :owner, :created, :seen, :expires)")
        .param("id", session.id())
        .param("secret", session.secretSha256())
        .param("csrf", session.csrfSha256())
        .param("owner", session.owner())
        .param("created", Sql.at(session.createdAt()))
        .param("seen", Sql.at(session.lastSeenAt()))
        .param("expires", Sql.at(session.expiresAt()))
        .update();
  }

  @Override
  public Optional<Session> touch(byte[] secretSha256, Instant now, Instant idleSince) {
    return jdbc.sql(
            "UPDATE control.sessions SET last_seen_at = :now WHERE secret_sha256 = :secret AND"
                + LIVING
                + "RETURNING *")
        .param("now", Sql.at(now))
        .param("idle", Sql.at(idleSince))
        .param("secret", secretSha256)
        .query(PostgresSessionStore::session)
        .optional();
  }

  @Override
  public List<Session> living(String owner, Instant now, Instant idleSince) {
    return jdbc.sql(
            "SELECT * FROM control.sessions WHERE owner = :owner AND"
                + LIVING
                + "ORDER BY created_at DESC LIMIT 100")
        .param("owner", owner)
        .param("now", Sql.at(now))
        .param("idle", Sql.at(idleSince))
        .query(PostgresSessionStore::session)
        .list();
  }

  @Override
  public boolean revoke(String owner, UUID sessionId, Instant at) {
    return jdbc.sql(
                "UPDATE control.sessions SET revoked_at = :at WHERE session_id = :id AND owner = :owner"
                    + " AND revoked_at IS NULL")
            .param("at", Sql.at(at))
            .param("id", sessionId)
            .param("owner", owner)
            .update()
        == 1;
  }

  @Override
  public void deleteEndedBefore(Instant before) {
    jdbc.sql("DELETE FROM control.sessions WHERE expires_at < :before OR revoked_at < :before")
        .param("before", Sql.at(before))
        .update();
  }

  private static Session session(ResultSet row, int number) throws SQLException {
    return new Session(
        Sql.uuid(row, "session_id"),
        row.getString("owner"),
        row.getBytes("secret_sha256"),
        row.getBytes("csrf_sha256"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "last_seen_at"),
        Sql.instant(row, "expires_at"));
  }
}
