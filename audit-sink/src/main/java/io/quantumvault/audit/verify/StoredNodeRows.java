package io.quantumvault.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored inner nodes of a log, one cursor per level, each opened when first needed. */
final class StoredNodeRows implements AutoCloseable {
  private static final String LEVEL =
      """
      SELECT node_index, hash FROM audit.nodes
      WHERE topic = ? AND topic_partition = ? AND level = ? ORDER BY node_index\
      """;
  private static final String HIGHER =
      """
      SELECT level FROM audit.nodes
      WHERE topic = ? AND topic_partition = ? AND level > ? ORDER BY level LIMIT 1\
      """;

  private final Connection connection;
  private final Object topic;
  private final Object partition;
  private final List<Rows<Node>> levels = new ArrayList<>();

  StoredNodeRows(Connection connection, String topic, int partition) {
    this.connection = connection;
    this.topic = topic;
    this.partition = partition;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Node(long index, byte[] hash) {}

  /** Null, or what is wrong with the stored node that should have this hash. */
  @Nullable String compare(int level, long index, byte[] hash) throws SQLException {
    while (levels.size() < level) {
      levels.add(
          new Rows<>(
              connection,
              levels.size() < 6 ? 5000 : 100,
              rows -> new Node(rows.getLong(1), rows.getBytes(2)),
              LEVEL,
              topic,
              partition,
              levels.size() + 1));
    }
    Rows<Node> rows = levels.get(level - 1);
    Node node = rows.peek();
    if (node == null || node.index() != index) {
      return "node " + index + " of level " + level + " is missing";
    }
    rows.advance();
    return Arrays.equals(node.hash(), hash)
        ? null
        : "the leaves do not give the stored node " + index + " of level " + level;
  }

  /** Null, or a node that covers leaves which are not there. */
  @Nullable String surplus() throws SQLException {
    for (int level = 1; level <= levels.size(); level++) {
      Node node = levels.get(level - 1).peek();
      if (node != null) {
        return "node " + node.index() + " of level " + level + " covers leaves that are not there";
      }
    }
    try (var higher =
        new Rows<>(
            connection, 1, rows -> rows.getInt(1), HIGHER, topic, partition, levels.size())) {
      Integer level = higher.peek();
      return level == null ? null : "nodes of level " + level + " cover leaves that are not there";
    }
  }

  @Override
  public void close() throws SQLException {
    for (Rows<Node> level : levels) {
      level.close();
    }
  }
}
