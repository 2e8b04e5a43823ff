package io.quantumvault.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one log from its first leaf to its last and keeps the first thing that is wrong. */
final class LogCheck {
  private final Connection connection;
  private final String topic;
  private final int partition;
  private final LeafRule rule;
  private final CheckpointCheck checkpoints;
  private final Hashes hashes = new Hashes();
  private final GrowingTree tree = new GrowingTree(hashes);
  private @Nullable Problem problem;
  private @Nullable String nodeProblem;
  private long nodeFirst;
  private long size;

  LogCheck(
      Connection connection,
      String topic,
      int partition,
      LeafRule rule,
      CheckpointCheck checkpoints) {
    this.connection = connection;
    this.topic = topic;
    this.partition = partition;
    this.rule = rule;
    this.checkpoints = checkpoints;
  }

  /** Reads everything; may be called once. */
  @Nullable Problem run() throws SQLException {
    try (var leaves = new Rows<>(connection, 2000, LeafRow::read, LeafRow.QUERY, topic, partition);
        var nodes = new StoredNodeRows(connection, topic, partition);
        var batches = new StoredBatchRows(connection, topic, partition)) {
      for (LeafRow row = leaves.peek(); row != null; row = leaves.peek()) {
        leaf(row, nodes, batches);
        leaves.advance();
      }
      end(nodes, batches);
    }
    return problem;
  }

  long size() {
    return size;
  }

  GrowingTree tree() {
    return tree;
  }

  Hashes hashes() {
    return hashes;
  }

  private void leaf(LeafRow row, StoredNodeRows nodes, StoredBatchRows batches)
      throws SQLException {
    if (row.index() != size) {
      wrong(
          size,
          null,
          row.index() > size
              ? "deleted: after leaf " + (size - 1) + " comes leaf " + row.index()
              : "inserted: leaf " + row.index() + " stands here");
    }
    byte[] hash = hashes.ofLeaf(row.leaf());
    String judged = rule.judge(row);
    if (!Arrays.equals(hash, row.hash())) {
      wrong(size, rule.eventId(), "edited: its bytes do not have its hash" + also(judged));
    } else if (judged != null) {
      wrong(size, rule.eventId(), judged);
    }
    String batch = batches.compare(row.index(), row.offset());
    if (batch != null) {
      wrong(size, rule.eventId(), batch);
    }
    grow(hash, nodes);
    String signed = checkpoints.at(size, tree);
    if (signed != null) {
      long first = checkpoints.lastGoodSize();
      wrong(first, first == size - 1 ? rule.eventId() : null, signed);
    }
  }

  private static String also(@Nullable String judged) {
    return judged == null ? "" : "; " + judged;
  }

  private void grow(byte[] hash, StoredNodeRows nodes) throws SQLException {
    nodeProblem = null;
    SQLException[] failed = new SQLException[1];
    tree.add(
        hash,
        (level, index, node) -> {
          try {
            String wrong = nodes.compare(level, index, node);
            if (wrong != null && nodeProblem == null) {
              nodeFirst = index << level;
              nodeProblem = wrong;
            }
          } catch (SQLException e) {
            failed[0] = e;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
    size++;
    if (nodeProblem != null) {
      wrong(nodeFirst, null, "leaves " + nodeFirst + " to " + (size - 1) + ": " + nodeProblem);
    }
  }

  private void end(StoredNodeRows nodes, StoredBatchRows batches) throws SQLException {
    if (batches.pendingUpTo() >= 0) {
      wrong(size, null, "truncated: its batches go on to leaf " + batches.pendingUpTo());
    }
    String signed = checkpoints.beyond(size);
    if (signed != null) {
      wrong(size, null, signed);
    }
    String surplus = nodes.surplus();
    if (surplus != null) {
      wrong(size, null, "truncated: " + surplus);
    }
  }

  /** Only the first thing counts: what follows is mostly its consequence. */
  private void wrong(long index, @Nullable UUID eventId, String what) {
    if (problem == null) {
      problem = new Problem(topic + "/" + partition, index, eventId, what);
    }
  }
}
