package io.quantumvault.signer.outbound;

import io.quantumvault.signer.account.OpeningStore;
import io.quantumvault.signer.limits.DayOpening;
import io.quantumvault.signer.limits.MarkStore;
import io.quantumvault.signer.limits.StateMarks;
import io.quantumvault.signer.limits.StateMarks.BotMark;
import io.quantumvault.signer.limits.StateMarks.StopMark;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** Marks and openings in the ledger. */
public final class PostgresMarks implements MarkStore, OpeningStore {
  private final Database database;

  /** Takes the ledger's database. */
  public PostgresMarks(Database database) {
    this.database = database;
  }

  @Override
  public void raise(StateMarks marks) {
    database.inTransaction(c -> {
      if (wallet(c, marks)) {
        for (var bot : marks.bots()) {
          bot(c, marks.agentWallet(), bot);
        }
        for (var stop : marks.stops()) {
          stop(c, marks.agentWallet(), stop);
        }
      }
      return true;
    });
  }

  @Override
  public void freeze(String agentWallet, String reason) {
    database.inTransaction(c -> {
      IntentRows.freeze(c, agentWallet, reason, Instant.now());
      return true;
    });
  }

  /** False for a snapshot older than one seen before. */
  private static boolean wallet(Connection c, StateMarks marks) throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.wallet_marks AS m (agent_wallet, state_version) VALUES (?, ?)"
                + " ON CONFLICT (agent_wallet) DO UPDATE SET state_version = excluded.state_version,"
                + " frozen_at = CASE WHEN m.frozen_reason = ? THEN NULL ELSE m.frozen_at END,"
                + " frozen_reason = nullif(m.frozen_reason, ?)"
                + " WHERE m.state_version <= excluded.state_version")) {
      s.setString(1, marks.agentWallet());
      s.setLong(2, marks.stateVersion());
      // A snapshot that can be read again ends the freeze for one that could not.
      s.setString(3, MarkStore.UNREADABLE_SNAPSHOT);
      s.setString(4, MarkStore.UNREADABLE_SNAPSHOT);
      return s.executeUpdate() == 1;
    }
  }

  private static void bot(Connection c, String wallet, BotMark bot) throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.bot_marks AS m (bot_id, agent_wallet, policy_version, ended_grant_sequence)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (bot_id) DO UPDATE SET"
                + " policy_version = greatest(m.policy_version, excluded.policy_version),"
                + " ended_grant_sequence = greatest(m.ended_grant_sequence, excluded.ended_grant_sequence)")) {
      s.setObject(1, bot.botId());
      s.setString(2, wallet);
      s.setLong(3, bot.policyVersion());
      s.setLong(4, bot.endedGrantSequence());
      s.executeUpdate();
    }
  }

  private static void stop(Connection c, String wallet, StopMark stop) throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.stops_seen AS m (stop_id, agent_wallet, bot_id, kind, resumed_at)"
                + " VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() END) ON CONFLICT (stop_id) DO UPDATE SET"
                + " kind = excluded.kind, resumed_at = coalesce(m.resumed_at, excluded.resumed_at)")) {
      s.setObject(1, stop.stopId());
      s.setString(2, wallet);
      s.setObject(3, stop.botId());
      s.setInt(4, stop.kind());
      s.setBoolean(5, stop.ended());
      s.executeUpdate();
    }
    if (stop.ended() && stop.automatic()) {
      thaw(c, wallet, stop);
    }
  }

  /** The owner ended the stop that answered the signer's own freeze: that freeze ends too. */
  private static void thaw(Connection c, String wallet, StopMark stop) throws SQLException {
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.wallet_marks SET frozen_at = NULL, frozen_reason = NULL"
                + " WHERE agent_wallet = ? AND frozen_at <= ?")) {
      s.setString(1, wallet);
      s.setTimestamp(2, Timestamp.from(Instant.ofEpochMilli(stop.atMs())));
      s.executeUpdate();
    }
  }

  @Override
  public DayOpening fix(UUID botId, String agentWallet, DayOpening candidate) {
    return database.inTransaction(c -> {
      try (var s =
          c.prepareStatement(
              "INSERT INTO ledger.bot_marks AS m (bot_id, agent_wallet, equity_day, opening_equity_usd,"
                  + " opening_deposits_usd, opening_withdrawals_usd) VALUES (?, ?, ?, ?, ?, ?)"
                  + " ON CONFLICT (bot_id) DO UPDATE SET equity_day = excluded.equity_day,"
                  + " opening_equity_usd = excluded.opening_equity_usd,"
                  + " opening_deposits_usd = excluded.opening_deposits_usd,"
                  + " opening_withdrawals_usd = excluded.opening_withdrawals_usd"
                  + " WHERE m.equity_day IS NULL OR m.equity_day < excluded.equity_day")) {
        s.setObject(1, botId);
        s.setString(2, agentWallet);
        s.setDate(3, Date.valueOf(candidate.day()));
        s.setBigDecimal(4, candidate.equityUsd());
        s.setBigDecimal(5, candidate.depositsUsd());
        s.setBigDecimal(6, candidate.withdrawalsUsd());
        s.executeUpdate();
      }
      return read(c, botId);
    });
  }

  private static DayOpening read(Connection c, UUID botId) throws SQLException {
    try (var s =
        c.prepareStatement(
            "SELECT equity_day, opening_equity_usd, opening_deposits_usd, opening_withdrawals_usd"
                + " FROM ledger.bot_marks WHERE bot_id = ?")) {
      s.setObject(1, botId);
      try (var row = s.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no opening");
        }
        return new DayOpening(
            row.getDate(1).toLocalDate(),
            row.getBigDecimal(2),
            row.getBigDecimal(3),
            row.getBigDecimal(4));
      }
    }
  }
}
