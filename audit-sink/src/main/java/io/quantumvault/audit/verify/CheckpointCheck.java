package io.quantumvault.audit.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares a log, at every size that was signed, with its checkpoint row and with the heads log;
 * the heads log itself has only rows.
 */
final class CheckpointCheck implements AutoCloseable {
  private static final String CHECKPOINTS =
      """
      SELECT tree_size, root_hash, note FROM audit.checkpoints
      WHERE origin = ? ORDER BY tree_size\
      """;

  private final String origin;
  private final NoteReader notes;
  private final @Nullable SignedHeads signed;
  private final NoteReader.@Nullable Head outside;
  private final Rows<Row> rows;
  private long lastGoodSize;

  /**
   * @param signed for source logs: what the heads log holds
   * @param outside for the heads log: the head kept outside the database
   */
  CheckpointCheck(
      Connection connection,
      String origin,
      NoteReader notes,
      @Nullable SignedHeads signed,
      NoteReader.@Nullable Head outside)
      throws SQLException {
    this.origin = origin;
    this.notes = notes;
    this.signed = signed;
    this.outside = outside;
    rows =
        new Rows<>(
            connection,
            1000,
            row -> new Row(row.getLong(1), row.getBytes(2), row.getString(3)),
            CHECKPOINTS,
            origin);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(long size, byte[] root, String note) {}

  /** The newest size at which all agreed. */
  long lastGoodSize() {
    return lastGoodSize;
  }

  /** Null, or what does not agree with the tree at this size. */
  @Nullable String at(long size, GrowingTree tree) throws SQLException {
    Row row = rows.peek();
    boolean stored = row != null && row.size() <= size;
    NoteReader.Head head = signed == null ? null : signed.peek(origin);
    boolean named = head != null && head.size() == size;
    boolean kept = outside != null && outside.size() == size;
    if (!stored && !named && !kept) {
      return null;
    }
    byte[] root = tree.root();
    String wrong = null;
    if (kept && outside != null && !Arrays.equals(outside.root(), root)) {
      wrong = "the checkpoint outside the database, at size " + size + ", has another root";
    }
    if (row != null && stored) {
      rows.advance();
      wrong = wrong == null ? judge(row, size, root) : wrong;
    }
    if (head != null && named && signed != null) {
      signed.take(origin);
      if (wrong == null && !Arrays.equals(head.root(), root)) {
        wrong = changed(size);
      }
    }
    if (wrong == null && signed != null && stored != named) {
      wrong =
          stored
              ? "the heads log does not hold its checkpoint at size " + size
              : "deleted: its checkpoint at size " + size + ", which the heads log holds";
    }
    if (wrong == null) {
      lastGoodSize = size;
    }
    return wrong;
  }

  /** Null, or what was signed about more leaves than there are. */
  @Nullable String beyond(long size) {
    Row row = rows.peek();
    if (row != null) {
      return "truncated: it was signed at size " + row.size();
    }
    NoteReader.Head head = signed == null ? null : signed.peek(origin);
    if (head != null && signed != null) {
      signed.take(origin);
      return "truncated: the heads log has it at size " + head.size();
    }
    return null;
  }

  private @Nullable String judge(Row row, long size, byte[] root) {
    try {
      NoteReader.Head head = notes.open(row.note(), origin);
      if (!head.origin().equals(origin)
          || head.size() != row.size()
          || !Arrays.equals(head.root(), row.root())) {
        return "its checkpoint at size " + row.size() + " does not say what its row says";
      }
    } catch (IllegalArgumentException e) {
      return "its checkpoint at size " + row.size() + " " + e.getMessage();
    }
    return row.size() == size && Arrays.equals(row.root(), root) ? null : changed(row.size());
  }

  private String changed(long size) {
    return "edited, inserted, deleted or reordered: leaves "
        + lastGoodSize
        + " to "
        + (size - 1)
        + " do not give the root signed at size "
        + size;
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
