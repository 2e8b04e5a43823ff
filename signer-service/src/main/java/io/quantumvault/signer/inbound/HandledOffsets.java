package io.quantumvault.signer.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which records of each partition the ledger has a row of. A position is committed only up to the
 * lowest record that has no row yet: what was handed out and lost is read again.
 */
final class HandledOffsets {
  private final Map<Integer, Partition> partitions = new HashMap<>();

  private static final class Partition {
    final TreeMap<Long, Entry> open = new TreeMap<>();
  }

  private static final class Entry {
    final Runnable commit;
    boolean handled;

    Entry(Runnable commit) {
      this.commit = commit;
    }
  }

  /**
   * A record was handed out.
   *
   * @param commit moves the partition's position past this record
   * @return to be run once the ledger has its row
   */
  synchronized Runnable handedOut(int partition, long offset, Runnable commit) {
    var held = partitions.computeIfAbsent(partition, p -> new Partition());
    var entry = new Entry(commit);
    held.open.put(offset, entry);
    return () -> handled(held, entry);
  }

  private synchronized void handled(Partition held, Entry entry) {
    entry.handled = true;
    Runnable last = null;
    while (!held.open.isEmpty() && held.open.firstEntry().getValue().handled) {
      last = held.open.pollFirstEntry().getValue().commit;
    }
    if (last != null) {
      last.run();
    }
  }

  /** How many records of a partition are not past its committed position. */
  synchronized int open(int partition) {
    var held = partitions.get(partition);
    return held == null ? 0 : held.open.size();
  }

  /** The partition went to another worker; what is still under way commits nothing. */
  synchronized void forget(int partition) {
    var held = partitions.remove(partition);
    if (held != null) {
      held.open.clear();
    }
  }
}
