package io.quantumvault.signer.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which records of each partition the ledger holds. A position is committed only up to the lowest
 * record that is not claimed yet: what was handed out and lost is read again.
 */
final class ClaimedOffsets {
  private final Map<Integer, Partition> partitions = new HashMap<>();

  private static final class Partition {
    final TreeMap<Long, Entry> open = new TreeMap<>();
  }

  private static final class Entry {
    final Runnable commit;
    boolean claimed;

    Entry(Runnable commit) {
      this.commit = commit;
    }
  }

  /**
   * A record was handed out.
   *
   * @param commit moves the partition's position past this record
   * @return to be run once the ledger holds it
   */
  synchronized Runnable handedOut(int partition, long offset, Runnable commit) {
    var held = partitions.computeIfAbsent(partition, p -> new Partition());
    var entry = new Entry(commit);
    held.open.put(offset, entry);
    return () -> claimed(held, entry);
  }

  private synchronized void claimed(Partition held, Entry entry) {
    entry.claimed = true;
    Runnable last = null;
    while (!held.open.isEmpty() && held.open.firstEntry().getValue().claimed) {
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
