package io.quantumvault.audit.trail;

import io.quantumvault.audit.log.Batch;
import io.quantumvault.audit.log.LogName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of all logs, only ever inserted. Every method throws {@link StoreFailed}. */
public interface LogStore {
  /** Where each of these logs stands; a log without rows is empty. */
  Map<LogName, StoredLog> load(Collection<LogName> logs);

  /** Merkle root of the first {@code size} leaves, from the stored subtree hashes. */
  byte[] rootAt(LogName log, long size);

  /** Leaves of the heads log as text, from this index on, at most {@code limit}. */
  List<String> headsFrom(long index, int limit);

  /** The newest signed note of this origin. */
  @Nullable String newestNote(String origin);

  /**
   * Inserts all of it in one transaction, or nothing. A batch that does not continue what is stored
   * fails, so that two writers cannot fork a log.
   */
  void commit(List<Batch> batches, List<SignedCheckpoint> checkpoints);
}
