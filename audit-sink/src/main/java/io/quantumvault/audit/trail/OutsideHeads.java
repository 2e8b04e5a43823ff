package io.quantumvault.audit.trail;

import io.quantumvault.audit.merkle.CompactRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The copy of the heads log that is kept outside the database: all its leaves, and its newest
 * signed note. With the leaves a database restored from a backup can be brought back to the very
 * same heads log; without them a second, different history would have to be signed.
 */
public interface OutsideHeads {
  /** The newest heads checkpoint as a signed note, null before the first. */
  @Nullable String note();

  /**
   * Reads all leaves.
   *
   * @param storedSize leaves the database has
   */
  Scan scan(long storedSize);

  /** Adds leaves at the end, durably. */
  void append(List<String> bodies);

  /** Replaces the note, durably and at once. */
  void write(String note);

  /**
   * The leaves kept outside.
   *
   * @param common tree of the leaves that the database should have too
   * @param beyond leaves that the database lacks, in order
   */
  record Scan(CompactRange common, List<String> beyond) {}
}
