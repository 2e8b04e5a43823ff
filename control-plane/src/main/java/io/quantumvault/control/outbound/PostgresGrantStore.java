package io.quantumvault.control.outbound;

import io.quantumvault.control.grant.GrantStore;
import io.quantumvault.control.grant.GrantView;
import io.quantumvault.control.grant.NewGrant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Grants in their table, numbered per bot. */
public final class PostgresGrantStore implements GrantStore {
  private static final String VIEW =
      "SELECT g.grant_id, g.bot_id, g.agent_wallet, g.grant_sequence, g.policy_version, g.starts_at,"
          + " g.expires_at, coalesce(g.exits_until, g.expires_at) AS exits_until FROM control.grants g JOIN control.bots b USING (bot_id) WHERE g.ended_at IS NULL AND ";

  private final JdbcClient jdbc;

  public PostgresGrantStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public long insert(NewGrant grant) {
    long sequence =
        jdbc.sql(
                "UPDATE control.bots SET next_grant_sequence = next_grant_sequence + 1 WHERE bot_id = :bot"
                    + " RETURNING next_grant_sequence - 1")
            .param("bot", grant.botId())
            .query(Long.class)
            .single();
    jdbc.sql(
            "INSERT INTO control.grants (grant_id, bot_id, agent_wallet, grant_sequence, policy_version, policy,"
                + " policy_sha256, policy_mac, wrapped_ek, signed_text, owner_signature, starts_at, expires_at,"
                + " exits_until)"
                + " VALUES (:id, :bot, :wallet, :sequence, :version, :policy, :hash, :mac, :ek, :text,"
                + " :signature, :starts, :expires, :exits)")
        .param("id", grant.grantId())
        .param("bot", grant.botId())
        .param("wallet", grant.agentWallet())
        .param("sequence", sequence)
        .param("version", grant.policyVersion())
        .param("policy", grant.policy())
        .param("hash", grant.policySha256())
        .param("mac", grant.policyMac())
        .param("ek", grant.wrappedEk())
        .param("text", grant.signedText())
        .param("signature", grant.ownerSignature())
        .param("starts", Sql.at(grant.startsAt()))
        .param("expires", Sql.at(grant.expiresAt()))
        .param("exits", Sql.at(grant.exitsUntil()))
        .update();
    return sequence;
  }

  @Override
  public Optional<GrantView> liveOf(UUID botId) {
    return jdbc.sql(VIEW + "g.bot_id = :bot")
        .param("bot", botId)
        .query(PostgresGrantStore::view)
        .optional();
  }

  @Override
  public List<GrantView> liveOfOwner(String owner) {
    return jdbc.sql(VIEW + "b.owner = :owner")
        .param("owner", owner)
        .query(PostgresGrantStore::view)
        .list();
  }

  @Override
  public List<GrantView> expired(Instant now) {
    return jdbc.sql(VIEW + "coalesce(g.exits_until, g.expires_at) <= :now LIMIT 100")
        .param("now", Sql.at(now))
        .query(PostgresGrantStore::view)
        .list();
  }

  @Override
  public Optional<UUID> endLive(UUID botId, Instant at) {
    var ended =
        jdbc.sql(
                "UPDATE control.grants SET ended_at = :at, wrapped_ek = NULL WHERE bot_id = :bot"
                    + " AND ended_at IS NULL RETURNING grant_id, grant_sequence")
            .param("at", Sql.at(at))
            .param("bot", botId)
            .query((row, number) -> new Ended(Sql.uuid(row, "grant_id"), row.getLong(2)))
            .optional();
    ended.ifPresent(grant ->
        jdbc.sql(
                "UPDATE control.bots SET highest_ended_grant_sequence ="
                    + " greatest(highest_ended_grant_sequence, :sequence) WHERE bot_id = :bot")
            .param("sequence", grant.sequence())
            .param("bot", botId)
            .update());
    return ended.map(Ended::id);
  }

  private record Ended(UUID id, long sequence) {}

  private static GrantView view(ResultSet row, int number) throws SQLException {
    return new GrantView(
        Sql.uuid(row, "grant_id"),
        Sql.uuid(row, "bot_id"),
        row.getString("agent_wallet"),
        row.getLong("grant_sequence"),
        row.getLong("policy_version"),
        Sql.instant(row, "starts_at"),
        Sql.instant(row, "expires_at"),
        Sql.instant(row, "exits_until"));
  }
}
