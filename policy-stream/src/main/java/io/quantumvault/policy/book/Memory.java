package io.quantumvault.policy.book;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Ids seen, each with a time. What is older than the retention is forgotten, but the newest
 * forgotten time is kept as a watermark: an id with a time not above it cannot be told from a
 * forgotten one, so it counts as beyond memory and not as new.
 */
final class Memory {
  private final long retentionMs;
  private final LinkedHashMap<UUID, Long> seen = new LinkedHashMap<>();
  private long watermarkMs = Long.MIN_VALUE;

  Memory(Duration retention) {
    this.retentionMs = retention.toMillis();
  }

  boolean contains(UUID id) {
    return seen.containsKey(id);
  }

  boolean beyond(long timeMs) {
    return timeMs <= watermarkMs;
  }

  /**
   * Remembers an id. A time ahead of the clock counts as now, for else an alert from a far future
   * would stay for ever.
   */
  void add(UUID id, long timeMs, long nowMs) {
    forget(nowMs);
    seen.putIfAbsent(id, Math.min(timeMs, nowMs));
  }

  private void forget(long nowMs) {
    var entries = seen.values().iterator();
    while (entries.hasNext()) {
      long time = entries.next();
      if (time < nowMs - retentionMs) {
        watermarkMs = Math.max(watermarkMs, time);
        entries.remove();
      }
    }
  }

  Map<UUID, Long> entries() {
    return seen;
  }

  long watermarkMs() {
    return watermarkMs;
  }

  void restore(long watermark, Map<UUID, Long> entries) {
    watermarkMs = watermark;
    seen.putAll(entries);
  }
}
