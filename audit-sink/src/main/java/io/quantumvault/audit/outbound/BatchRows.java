package io.quantumvault.audit.outbound;

import io.quantumvault.audit.log.Batch;
import io.quantumvault.audit.log.NewLeaf;
import io.quantumvault.audit.log.NewNode;
import io.quantumvault.audit.trail.SignedCheckpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inserts the rows of one transaction, in statements the driver joins into few round trips. */
final class BatchRows implements AutoCloseable {
  private static final String LEAF =
      """
      INSERT INTO audit.leaves (topic, topic_partition, leaf_index, record_offset,
        correlation_id, owner, bot_id, occurred_at, leaf, leaf_hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String NODE =
      """
      INSERT INTO audit.nodes (topic, topic_partition, level, node_index, hash)
      VALUES (?, ?, ?, ?, ?)\
      """;
  private static final String BATCH =
      """
      INSERT INTO audit.batches (topic, topic_partition, first_index, last_index, last_offset)
      VALUES (?, ?, ?, ?, ?)\
      """;
  private static final String CHECKPOINT =
      "INSERT INTO audit.checkpoints (origin, tree_size, root_hash, note) VALUES (?, ?, ?, ?)";

  private final PreparedStatement leaves;
  private final PreparedStatement nodes;
  private final PreparedStatement batches;
  private final PreparedStatement checkpoints;

  BatchRows(Connection connection) throws SQLException {
    leaves = connection.prepareStatement(LEAF);
    nodes = connection.prepareStatement(NODE);
    batches = connection.prepareStatement(BATCH);
    checkpoints = connection.prepareStatement(CHECKPOINT);
  }

  void insert(List<Batch> added, List<SignedCheckpoint> signed) throws SQLException {
    for (Batch batch : added) {
      for (NewLeaf leaf : batch.leaves()) {
        add(batch, leaf);
      }
      for (NewNode node : batch.nodes()) {
        add(batch, node);
      }
      add(batch);
    }
    for (SignedCheckpoint checkpoint : signed) {
      checkpoints.setString(1, checkpoint.body().origin());
      checkpoints.setLong(2, checkpoint.body().size());
      checkpoints.setBytes(3, checkpoint.body().root());
      checkpoints.setString(4, checkpoint.note());
      checkpoints.addBatch();
    }
    batches.executeBatch();
    leaves.executeBatch();
    nodes.executeBatch();
    checkpoints.executeBatch();
  }

  private void add(Batch batch, NewLeaf leaf) throws SQLException {
    leaves.setString(1, batch.log().topic());
    leaves.setInt(2, batch.log().partition());
    leaves.setLong(3, leaf.index());
    leaves.setLong(4, leaf.recordOffset());
    leaves.setObject(5, leaf.event().correlationId());
    leaves.setString(6, leaf.event().owner());
    leaves.setObject(7, leaf.event().botId());
    leaves.setTimestamp(8, timestamp(leaf.event().occurredAtMs()));
    leaves.setBytes(9, leaf.leaf());
    leaves.setBytes(10, leaf.hash());
    leaves.addBatch();
  }

  private void add(Batch batch, NewNode node) throws SQLException {
    nodes.setString(1, batch.log().topic());
    nodes.setInt(2, batch.log().partition());
    nodes.setInt(3, node.id().level());
    nodes.setLong(4, node.id().index());
    nodes.setBytes(5, node.hash());
    nodes.addBatch();
  }

  private void add(Batch batch) throws SQLException {
    batches.setString(1, batch.log().topic());
    batches.setInt(2, batch.log().partition());
    batches.setLong(3, batch.firstIndex());
    batches.setLong(4, batch.lastIndex());
    batches.setLong(5, batch.after().lastOffset());
    batches.addBatch();
  }

  private static @Nullable Timestamp timestamp(@Nullable Long ms) {
    return ms == null ? null : new Timestamp(ms);
  }

  @Override
  public void close() throws SQLException {
    try (leaves;
        nodes;
        batches;
        checkpoints) {
      // The statements go in the reverse order, each even if another fails.
    }
  }
}
