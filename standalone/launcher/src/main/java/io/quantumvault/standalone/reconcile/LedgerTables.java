package io.quantumvault.standalone.reconcile;

import io.quantumvault.schemas.v1.HoldMark;
import io.quantumvault.standalone.reconcile.Situation.LedgerNumbers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The signer's ledger, as far as the role qv_reconciler may read and mend it. */
final class LedgerTables {
  private static final String INSERT =
      """
      INSERT INTO ledger.intents (intent_id, signal_id, agent_wallet, owner, bot_id, grant_id, topic_partition,
        topic_offset, payload, state, reason, detail, market, counted, signed_base, reducing, rests,
        transaction_bytes, transaction_signature, last_valid_block_height, slot, signed_sequence,
        created_at, signed_at, submitted_at, ended_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?)
      ON CONFLICT (intent_id) DO NOTHING
      """;

  /** What was refused while its transaction was lost; its payload is the signer's and stays. */
  private static final String UNREFUSE =
      """
      UPDATE ledger.intents SET state = ?, reason = ?, detail = nullif(?, ''), counted = ?, signed_base = ?,
        reducing = ?, rests = ?, transaction_bytes = ?, transaction_signature = ?, last_valid_block_height = ?,
        slot = nullif(?, 0), signed_sequence = ?, created_at = ?, signed_at = ?, submitted_at = ?, ended_at = ?
      WHERE intent_id = ? AND agent_wallet = ? AND state = 'REFUSED'
      """;

  private final DataSource database;

  LedgerTables(DataSource database) {
    this.database = database;
  }

  /** A row whose end somebody orders. */
  record Row(
      UUID intentId, @Nullable UUID signalId, String agentWallet, String owner, String state) {}

  /** For which order a ledger was mended, and which hold that order names. */
  record Mended(UUID orderId, HoldMark hold) {}

  /** Where the ledgers of all wallets end. */
  TreeMap<String, LedgerNumbers> numbers() throws SQLException {
    var all = new TreeMap<String, LedgerNumbers>();
    try (var c = database.getConnection();
        var s =
            c.prepareStatement(
                "SELECT agent_wallet, last_sequence, marked_sequence, marked_version FROM ledger.wallets");
        var row = s.executeQuery()) {
      while (row.next()) {
        all.put(
            row.getString(1), new LedgerNumbers(row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    return all;
  }

  /** The ids that have a row. */
  KnownRows known(String agentWallet) throws SQLException {
    var settled = new HashSet<UUID>();
    var refused = new HashSet<UUID>();
    try (var c = database.getConnection();
        var s =
            c.prepareStatement(
                "SELECT intent_id, state FROM ledger.intents WHERE agent_wallet = ?")) {
      s.setString(1, agentWallet);
      try (var row = s.executeQuery()) {
        while (row.next()) {
          (row.getString(2).equals("REFUSED") ? refused : settled)
              .add(row.getObject(1, UUID.class));
        }
      }
    }
    return new KnownRows(settled, refused);
  }

  Optional<Row> row(UUID intentId) throws SQLException {
    try (var c = database.getConnection();
        var s =
            c.prepareStatement(
                "SELECT signal_id, agent_wallet, owner, state FROM ledger.intents WHERE intent_id = ?")) {
      s.setObject(1, intentId);
      try (var row = s.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Row(
                    intentId,
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4)))
            : Optional.empty();
      }
    }
  }

  /**
   * Puts rows back and lifts the wallet's last number, in one transaction under the wallet's lock.
   * A plan that the signer made on what was there before is void.
   *
   * @param mended what the signer must find here before the hold ends; null where none is meant
   * @return how many rows were missing indeed, or were refused while their transaction was lost
   */
  int putBack(
      String agentWallet, int partition, List<LostRow> rows, long atLeast, @Nullable Mended mended)
      throws SQLException {
    try (var c = database.getConnection()) {
      c.setAutoCommit(false);
      try {
        lock(c, agentWallet);
        int put = 0;
        for (var row : rows) {
          put += insert(c, agentWallet, row);
          put += row.transaction() == null ? 0 : unrefuse(c, agentWallet, row);
          plan(c, agentWallet, row.botId());
        }
        lift(c, agentWallet, partition, atLeast);
        if (mended != null) {
          mended(c, agentWallet, mended);
        }
        c.commit();
        return put;
      } catch (SQLException | RuntimeException e) {
        c.rollback();
        throw e;
      }
    }
  }

  private static void lock(Connection c, String agentWallet) throws SQLException {
    try (var s =
        c.prepareStatement(
            "SELECT lock_epoch FROM control.wallet_lock WHERE agent_wallet = ? FOR UPDATE")) {
      s.setString(1, agentWallet);
      s.execute();
    }
  }

  private static int insert(Connection c, String agentWallet, LostRow row) throws SQLException {
    try (var s = c.prepareStatement(INSERT)) {
      int i = 0;
      s.setObject(++i, row.intentId());
      s.setObject(++i, row.signalId(), Types.OTHER);
      s.setString(++i, agentWallet);
      s.setString(++i, row.owner());
      s.setObject(++i, row.botId());
      s.setObject(++i, row.grantId(), Types.OTHER);
      s.setInt(++i, row.partition());
      s.setLong(++i, row.offset());
      s.setBytes(++i, row.payload());
      i = outcome(s, i, row);
      s.setString(++i, row.market());
      fate(s, i, row);
      return s.executeUpdate();
    }
  }

  private static int unrefuse(Connection c, String agentWallet, LostRow row) throws SQLException {
    try (var s = c.prepareStatement(UNREFUSE)) {
      int i = fate(s, outcome(s, 0, row), row);
      s.setObject(++i, row.intentId());
      s.setString(++i, agentWallet);
      return s.executeUpdate();
    }
  }

  /** Both bind what follows after so many, and return how many there are then. */
  private static int outcome(PreparedStatement s, int before, LostRow row) throws SQLException {
    int i = before;
    s.setString(++i, row.state().name());
    s.setString(++i, row.reason());
    s.setString(++i, row.detail());
    return i;
  }

  private static int fate(PreparedStatement s, int before, LostRow row) throws SQLException {
    var signed = row.transaction();
    int i = before;
    s.setBoolean(++i, row.counted());
    s.setBigDecimal(++i, row.signedBase());
    s.setBoolean(++i, row.reducing());
    s.setBoolean(++i, row.rests());
    s.setBytes(++i, signed == null ? null : signed.wire());
    s.setBytes(++i, signed == null ? null : signed.signature());
    number(s, ++i, signed == null ? null : signed.lastValidBlockHeight());
    s.setLong(++i, signed == null ? 0 : signed.slot());
    number(s, ++i, signed == null ? null : signed.signedSequence());
    time(s, ++i, row.createdAt());
    time(s, ++i, signed == null ? null : signed.signedAt());
    time(s, ++i, signed == null ? null : signed.signedAt());
    time(s, ++i, row.endedAt());
    return i;
  }

  private static void number(PreparedStatement s, int at, @Nullable Long value)
      throws SQLException {
    s.setObject(at, value, Types.BIGINT);
  }

  private static void time(PreparedStatement s, int at, @Nullable Instant value)
      throws SQLException {
    s.setTimestamp(at, value == null ? null : Timestamp.from(value));
  }

  private static void plan(Connection c, String agentWallet, UUID botId) throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.bots AS b (bot_id, agent_wallet, plan) VALUES (?, ?, 1)"
                + " ON CONFLICT (bot_id) DO UPDATE SET plan = b.plan + 1")) {
      s.setObject(1, botId);
      s.setString(2, agentWallet);
      s.execute();
    }
  }

  /** In the transaction of the rows: a restore that takes them takes this too. */
  private static void mended(Connection c, String agentWallet, Mended mended) throws SQLException {
    try (var s =
        c.prepareStatement(
            "UPDATE ledger.wallets SET mended_order = ?, mended_ledger_sequence = ?,"
                + " mended_mark_sequence = ?, mended_hold_at_ms = ? WHERE agent_wallet = ?")) {
      s.setObject(1, mended.orderId());
      s.setLong(2, mended.hold().getLedgerSequence());
      s.setLong(3, mended.hold().getMarkSequence());
      s.setLong(4, mended.hold().getAtMs());
      s.setString(5, agentWallet);
      s.execute();
    }
  }

  private static void lift(Connection c, String agentWallet, int partition, long atLeast)
      throws SQLException {
    try (var s =
        c.prepareStatement(
            "INSERT INTO ledger.wallets AS w (agent_wallet, topic_partition, last_sequence) VALUES (?, ?, ?)"
                + " ON CONFLICT (agent_wallet) DO UPDATE SET last_sequence = greatest(w.last_sequence, excluded.last_sequence)")) {
      s.setString(1, agentWallet);
      s.setInt(2, partition);
      s.setLong(3, atLeast);
      s.execute();
    }
  }
}
