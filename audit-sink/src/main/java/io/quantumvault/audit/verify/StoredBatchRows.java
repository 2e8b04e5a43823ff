package io.quantumvault.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The batch rows of a log, which must cover its leaves without gap or overlap. */
final class StoredBatchRows implements AutoCloseable {
  private static final String BATCHES =
      """
      SELECT first_index, last_index, last_offset FROM audit.batches
      WHERE topic = ? AND topic_partition = ? ORDER BY first_index\
      """;

  private final Rows<Batch> rows;
  private boolean atStart = true;

  StoredBatchRows(Connection connection, String topic, int partition) throws SQLException {
    rows =
        new Rows<>(
            connection,
            1000,
            row -> new Batch(row.getLong(1), row.getLong(2), row.getLong(3)),
            BATCHES,
            topic,
            partition);
  }

  private record Batch(long firstIndex, long lastIndex, long lastOffset) {}

  /** Null, or what is wrong about the batch this leaf should belong to. */
  @Nullable String compare(long index, long offset) throws SQLException {
    Batch batch = rows.peek();
    if (batch == null || batch.firstIndex() > index) {
      return "inserted: it belongs to no batch";
    }
    if (atStart && batch.firstIndex() != index) {
      return "no batch starts here, one starts at " + batch.firstIndex();
    }
    atStart = batch.lastIndex() <= index;
    if (atStart) {
      rows.advance();
      return batch.lastIndex() == index && batch.lastOffset() == offset
          ? null
          : "its batch ends at offset " + batch.lastOffset() + ", it has " + offset;
    }
    return null;
  }

  /** Index of the last leaf of the batch at hand, -1 after all batches. */
  long pendingUpTo() {
    Batch batch = rows.peek();
    return batch == null ? -1 : batch.lastIndex();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
