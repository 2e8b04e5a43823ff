package io.quantumvault.audit.outbound;

import io.quantumvault.audit.checkpoint.Origins;
import io.quantumvault.audit.log.Batch;
import io.quantumvault.audit.log.LogHead;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.merkle.CompactRange;
import io.quantumvault.audit.trail.LogStore;
import io.quantumvault.audit.trail.SignedCheckpoint;
import io.quantumvault.audit.trail.StoreFailed;
import io.quantumvault.audit.trail.StoredLog;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keeps the logs in the schema {@code audit}, with a role that may only select and insert. */
public final class PostgresLogStore implements LogStore {
  private static final String LAST_BATCH =
      """
      SELECT last_index, last_offset FROM audit.batches
      WHERE topic = ? AND topic_partition = ? ORDER BY first_index DESC LIMIT 1\
      """;
  private static final String SIGNED_SIZE =
      "SELECT coalesce(max(tree_size), 0) FROM audit.checkpoints WHERE origin = ?";
  private static final String HEADS =
      """
      SELECT leaf FROM audit.leaves
      WHERE topic = ? AND topic_partition = ? AND leaf_index >= ? ORDER BY leaf_index LIMIT ?\
      """;
  private static final String NEWEST_NOTE =
      "SELECT note FROM audit.checkpoints WHERE origin = ? ORDER BY tree_size DESC LIMIT 1";

  private final DataSource database;
  private final Origins origins;

  /** Over a pool whose connections belong to the audit role. */
  public PostgresLogStore(DataSource database, Origins origins) {
    this.database = database;
    this.origins = origins;
  }

  @Override
  public Map<LogName, StoredLog> load(Collection<LogName> logs) {
    return inTransaction(
        "read the heads of the logs",
        connection -> {
          Map<LogName, StoredLog> found = new HashMap<>();
          for (LogName log : logs) {
            found.put(log, new StoredLog(head(connection, log), signedSize(connection, log)));
          }
          return found;
        });
  }

  @Override
  public byte[] rootAt(LogName log, long size) {
    return inTransaction(
        "read a root of " + log,
        connection -> CompactRange.load(size, new StoredNodes(connection, log)).root());
  }

  @Override
  public List<String> headsFrom(long index, int limit) {
    return inTransaction(
        "read the heads log",
        connection -> {
          try (var select = connection.prepareStatement(HEADS)) {
            select.setString(1, LogName.HEADS.topic());
            select.setInt(2, LogName.HEADS.partition());
            select.setLong(3, index);
            select.setInt(4, limit);
            List<String> bodies = new ArrayList<>();
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                bodies.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
              }
            }
            if (bodies.isEmpty()) {
              throw new SQLException("The heads log has no leaf " + index);
            }
            return bodies;
          }
        });
  }

  @Override
  public @Nullable String newestNote(String origin) {
    List<String> notes =
        inTransaction(
            "read the newest checkpoint",
            connection -> {
              try (var select = connection.prepareStatement(NEWEST_NOTE)) {
                select.setString(1, origin);
                try (var rows = select.executeQuery()) {
                  return rows.next() ? List.of(rows.getString(1)) : List.of();
                }
              }
            });
    return notes.isEmpty() ? null : notes.getFirst();
  }

  @Override
  public void commit(List<Batch> batches, List<SignedCheckpoint> checkpoints) {
    inTransaction(
        "append",
        connection -> {
          try (var rows = new BatchRows(connection)) {
            rows.insert(batches, checkpoints);
          }
          return true;
        });
  }

  private LogHead head(Connection connection, LogName log) throws SQLException {
    try (var select = connection.prepareStatement(LAST_BATCH)) {
      select.setString(1, log.topic());
      select.setInt(2, log.partition());
      try (var rows = select.executeQuery()) {
        if (!rows.next()) {
          return LogHead.empty(log);
        }
        var range = CompactRange.load(rows.getLong(1) + 1, new StoredNodes(connection, log));
        return new LogHead(log, range, rows.getLong(2));
      }
    }
  }

  private long signedSize(Connection connection, LogName log) throws SQLException {
    try (var select = connection.prepareStatement(SIGNED_SIZE)) {
      select.setString(1, origins.of(log));
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private <T> T inTransaction(String what, Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.with(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreFailed("The database could not " + what, e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }
}
