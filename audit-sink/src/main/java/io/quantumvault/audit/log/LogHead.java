package io.quantumvault.audit.log;

import io.quantumvault.audit.merkle.CompactRange;
import io.quantumvault.audit.merkle.Hashing;
import java.util.ArrayList;
import java.util.List;

/** Where a log stands. Appending computes rows and a new head; this one stays as it is. */
public final class LogHead {
  private final LogName log;
  private final CompactRange range;
  private final long lastOffset;

  /**
   * @param lastOffset offset of the newest leaf's record, -1 in an empty log
   */
  public LogHead(LogName log, CompactRange range, long lastOffset) {
    this.log = log;
    this.range = range.copy();
    this.lastOffset = lastOffset;
  }

  /** A log without leaves. */
  public static LogHead empty(LogName log) {
    return new LogHead(log, CompactRange.empty(), -1);
  }

  /** Which log. */
  public LogName log() {
    return log;
  }

  /** Leaves so far. */
  public long size() {
    return range.size();
  }

  /** Merkle root at this size. */
  public byte[] root() {
    return range.root();
  }

  /** Offset of the newest leaf's record, -1 in an empty log. */
  public long lastOffset() {
    return lastOffset;
  }

  /**
   * The rows that add these entries.
   *
   * @param entries at least one, offsets rising and above {@link #lastOffset()}
   * @throws IllegalArgumentException where an offset does not rise
   */
  public Batch append(List<Entry> entries) {
    CompactRange next = range.copy();
    List<NewLeaf> leaves = new ArrayList<>(entries.size());
    List<NewNode> nodes = new ArrayList<>(entries.size());
    long last = lastOffset;
    for (Entry entry : entries) {
      if (entry.recordOffset() <= last) {
        throw new IllegalArgumentException(
            log + ": offset " + entry.recordOffset() + " does not follow " + last);
      }
      last = entry.recordOffset();
      byte[] hash = Hashing.leaf(entry.leaf());
      leaves.add(new NewLeaf(next.size(), last, entry.event(), entry.leaf(), hash));
      next.append(hash, (id, nodeHash) -> nodes.add(new NewNode(id, nodeHash)));
    }
    return new Batch(log, leaves, nodes, new LogHead(log, next, last));
  }
}
