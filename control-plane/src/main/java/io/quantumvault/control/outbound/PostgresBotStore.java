package io.quantumvault.control.outbound;

import io.quantumvault.control.bot.Bot;
import io.quantumvault.control.bot.BotStore;
import io.quantumvault.control.bot.PolicyVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bots and policies in their tables. */
public final class PostgresBotStore implements BotStore {
  private final JdbcClient jdbc;

  public PostgresBotStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean insert(Bot bot) {
    return jdbc.sql(
                "INSERT INTO control.bots (bot_id, agent_wallet, owner, name, venue, trading_account,"
                    + " trading_authority, sub_account, created_at) VALUES (:id, :wallet, :owner, :name, :venue,"
                    + " :account, :authority, :sub, :at)"
                    + " ON CONFLICT (trading_account) WHERE deleted_at IS NULL DO NOTHING")
            .param("id", bot.id())
            .param("wallet", bot.agentWallet())
            .param("owner", bot.owner())
            .param("name", bot.name())
            .param("venue", bot.venue())
            .param("account", bot.tradingAccount())
            .param("authority", bot.tradingAuthority())
            .param("sub", bot.subAccount())
            .param("at", Sql.at(bot.createdAt()))
            .update()
        == 1;
  }

  @Override
  public Optional<Bot> find(String owner, UUID id) {
    return jdbc.sql(
            "SELECT * FROM control.bots WHERE owner = :owner AND bot_id = :id AND deleted_at IS NULL")
        .param("owner", owner)
        .param("id", id)
        .query(PostgresBotStore::bot)
        .optional();
  }

  @Override
  public List<Bot> list(String owner) {
    return jdbc.sql(
            "SELECT * FROM control.bots WHERE owner = :owner AND deleted_at IS NULL ORDER BY created_at")
        .param("owner", owner)
        .query(PostgresBotStore::bot)
        .list();
  }

  @Override
  public int countOf(String agentWallet) {
    return jdbc.sql(
            "SELECT count(*) FROM control.bots WHERE agent_wallet = :wallet AND deleted_at IS NULL")
        .param("wallet", agentWallet)
        .query(Integer.class)
        .single();
  }

  @Override
  public void rename(UUID id, String name) {
    jdbc.sql("UPDATE control.bots SET name = :name WHERE bot_id = :id")
        .param("name", name)
        .param("id", id)
        .update();
  }

  @Override
  public void delete(UUID id, Instant at) {
    jdbc.sql("UPDATE control.bots SET deleted_at = :at WHERE bot_id = :id")
        .param("at", Sql.at(at))
        .param("id", id)
        .update();
  }

  @Override
  public long addPolicy(UUID id, byte[] policy, byte[] sha256, Instant at) {
    return jdbc.sql(
            "INSERT INTO control.policies (bot_id, version, policy, policy_sha256, created_at)"
                + " SELECT :id, greatest(coalesce((SELECT max(version) FROM control.policies WHERE bot_id = :id), 0),"
                + " policy_floor) + 1, :policy, :hash, :at FROM control.bots WHERE bot_id = :id RETURNING version")
        .param("id", id)
        .param("policy", policy)
        .param("hash", sha256)
        .param("at", Sql.at(at))
        .query(Long.class)
        .single();
  }

  @Override
  public Optional<PolicyVersion> policy(UUID id, long version) {
    return jdbc.sql("SELECT * FROM control.policies WHERE bot_id = :id AND version = :version")
        .param("id", id)
        .param("version", version)
        .query(PostgresBotStore::policy)
        .optional();
  }

  @Override
  public Optional<PolicyVersion> newestPolicy(UUID id) {
    return jdbc.sql(
            "SELECT * FROM control.policies WHERE bot_id = :id ORDER BY version DESC LIMIT 1")
        .param("id", id)
        .query(PostgresBotStore::policy)
        .optional();
  }

  private static Bot bot(ResultSet row, int number) throws SQLException {
    return new Bot(
        Sql.uuid(row, "bot_id"),
        row.getString("owner"),
        row.getString("agent_wallet"),
        row.getString("name"),
        row.getString("venue"),
        row.getString("trading_account"),
        row.getString("trading_authority"),
        row.getInt("sub_account"),
        row.getLong("highest_ended_grant_sequence"),
        Sql.instant(row, "created_at"));
  }

  private static PolicyVersion policy(ResultSet row, int number) throws SQLException {
    return new PolicyVersion(
        row.getLong("version"),
        row.getBytes("policy"),
        row.getBytes("policy_sha256"),
        Sql.instant(row, "created_at"));
  }
}
