package io.quantumvault.audit.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stored leaf with all its columns. */
@SuppressWarnings("ArrayRecordComponent")
record LeafRow(
    long index,
    long offset,
    @Nullable UUID correlationId,
    @Nullable String owner,
    @Nullable UUID botId,
    @Nullable Long occurredAtMs,
    byte[] leaf,
    byte[] hash) {

  static final String QUERY =
      """
      SELECT leaf_index, record_offset, correlation_id, owner, bot_id, occurred_at, leaf, leaf_hash
      FROM audit.leaves WHERE topic = ? AND topic_partition = ? ORDER BY leaf_index\
      """;

  static LeafRow read(ResultSet row) throws SQLException {
    Timestamp at = row.getTimestamp(6);
    return new LeafRow(
        row.getLong(1),
        row.getLong(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getObject(5, UUID.class),
        at == null ? null : at.getTime(),
        row.getBytes(7),
        row.getBytes(8));
  }
}
