package io.quantumvault.audit.log;

import java.util.List;

/**
 * The rows one append adds to one log, and the head the log has once they are committed.
 *
 * @param leaves at least one
 */
public record Batch(LogName log, List<NewLeaf> leaves, List<NewNode> nodes, LogHead after) {
  /** Index of the first leaf. */
  public long firstIndex() {
    return leaves.getFirst().index();
  }

  /** Index of the last leaf. */
  public long lastIndex() {
    return leaves.getLast().index();
  }
}
