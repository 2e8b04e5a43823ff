package io.quantumvault.signer.outbound;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.marks.LedgerEnd;
import io.quantumvault.signer.marks.StandingMark.Hold;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger by partitions: who holds one, where its wallets end, what was not published yet. */
public final class LedgerPartitions implements PartitionLog.Committed {
  private final Database database;

  /** Takes the ledger's database. */
  public LedgerPartitions(Database database) {
    this.database = database;
  }

  /**
   * Where a wallet's ledger ends.
   *
   * @param first the lowest event that is kept; 0 without any
   * @param marked the last event of which a mark is known to have been acknowledged
   * @param markedVersion the same for the standing mark
   */
  public record End(String agentWallet, long last, long first, long marked, long markedVersion) {}

  /** Takes the partition: whoever had it can write no more. */
  public long raise(int partition) {
    return database.atOnce(c -> {
      try (var s =
          c.prepareStatement(
              "INSERT INTO ledger.fencing AS f (topic_partition, epoch) VALUES (?, 1)"
                  + " ON CONFLICT (topic_partition) DO UPDATE SET epoch = f.epoch + 1"
                  + " RETURNING epoch")) {
        s.setInt(1, partition);
        try (var row = s.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  @Override
  public boolean holds(int partition, long epoch) {
    return database.atOnce(c -> {
      try (var s =
          c.prepareStatement("SELECT epoch FROM ledger.fencing WHERE topic_partition = ?")) {
        s.setInt(1, partition);
        try (var row = s.executeQuery()) {
          return row.next() && row.getLong(1) == epoch;
        }
      }
    });
  }

  /** Where the ledgers of a partition's wallets end. */
  public List<End> ends(int partition) {
    return database.atOnce(c -> {
      try (var s =
          c.prepareStatement(
              "SELECT agent_wallet, last_sequence, coalesce((SELECT min(sequence) FROM ledger.events e"
                  + " WHERE e.agent_wallet = w.agent_wallet), 0), marked_sequence, marked_version"
                  + " FROM ledger.wallets w WHERE topic_partition = ?")) {
        s.setInt(1, partition);
        try (var row = s.executeQuery()) {
          var ends = new ArrayList<End>();
          while (row.next()) {
            ends.add(
                new End(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)));
          }
          return ends;
        }
      }
    });
  }

  /** Where one wallet's ledger ends. */
  static LedgerEnd end(Database database, String agentWallet) {
    return database.atOnce(c -> {
      try (var s =
          c.prepareStatement(
              "SELECT last_sequence, marked_sequence, marked_version, mended_order, mended_ledger_sequence,"
                  + " mended_mark_sequence, mended_hold_at_ms FROM ledger.wallets WHERE agent_wallet = ?")) {
        s.setString(1, agentWallet);
        try (var row = s.executeQuery()) {
          return row.next()
              ? new LedgerEnd(row.getLong(1), row.getLong(2), row.getLong(3), mended(row))
              : LedgerEnd.NONE;
        }
      }
    });
  }

  private static LedgerEnd.@Nullable Mended mended(ResultSet row) throws SQLException {
    var orderId = row.getObject("mended_order", UUID.class);
    return orderId == null
        ? null
        : new LedgerEnd.Mended(
            orderId,
            new Hold(
                row.getLong("mended_ledger_sequence"),
                row.getLong("mended_mark_sequence"),
                Instant.ofEpochMilli(row.getLong("mended_hold_at_ms"))));
  }

  @Override
  public List<ExecutionEvent> after(String agentWallet, long sequence) {
    return database.atOnce(c -> {
      try (var s =
          c.prepareStatement(
              "SELECT sequence, payload FROM ledger.events WHERE agent_wallet = ? AND sequence > ?"
                  + " ORDER BY sequence")) {
        s.setString(1, agentWallet);
        s.setLong(2, sequence);
        try (var row = s.executeQuery()) {
          var events = new ArrayList<ExecutionEvent>();
          while (row.next()) {
            events.add(event(row.getBytes(2), row.getLong(1)));
          }
          return events;
        }
      }
    });
  }

  private static ExecutionEvent event(byte[] payload, long sequence) throws SQLException {
    try {
      return ExecutionRecord.parseFrom(payload).getExecution().toBuilder()
          .setSequence(sequence)
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("an event of the ledger cannot be read", "22000", e);
    }
  }
}
