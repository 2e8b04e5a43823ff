package io.quantumvault.ingest.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A number of places, of which nobody may hold more than a share: so one that takes all it can get
 * leaves places for the others. Remembers only who holds one. Safe for use by many threads.
 */
final class Places<K> {
  private final int all;
  private final int share;
  private final Map<K, Integer> held = new HashMap<>();
  private int taken;

  /** What came of asking for a place. */
  enum Verdict {
    /** It is to be given back by {@link #leave}. */
    TAKEN,
    /** The one who asks holds a whole share. */
    SHARE_USED,
    /** Nobody gets one. */
    FULL
  }

  Places(int all, int share) {
    this.all = all;
    this.share = share;
  }

  Verdict take(K key) {
    return take(key, share);
  }

  /** For one who may have them all, such as a proxy that speaks for many. */
  Verdict takeAnyNumber(K key) {
    return take(key, all);
  }

  private synchronized Verdict take(K key, int most) {
    int before = held.getOrDefault(key, 0);
    if (before >= most && before < all) {
      return Verdict.SHARE_USED;
    }
    if (taken >= all) {
      return Verdict.FULL;
    }
    held.put(key, before + 1);
    taken++;
    return Verdict.TAKEN;
  }

  /** Does something while holding a place, or something else where there is none. */
  <R> R with(K key, Supplier<R> inside, Supplier<R> shareUsed, Supplier<R> full) {
    return switch (take(key)) {
      case SHARE_USED -> shareUsed.get();
      case FULL -> full.get();
      case TAKEN -> {
        try {
          yield inside.get();
        } finally {
          leave(key);
        }
      }
    };
  }

  synchronized void leave(K key) {
    held.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    taken--;
  }

  /**
   * The one with the most places, if a place of theirs would be better with another: who would
   * still not have more than they.
   *
   * @param spared from whom nothing is taken
   */
  synchronized Optional<K> largerHolder(K than, Predicate<K> spared) {
    int enough = held.getOrDefault(than, 0) + 2;
    return held.entrySet().stream()
        .filter(holder -> holder.getValue() >= enough && !spared.test(holder.getKey()))
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  synchronized int taken() {
    return taken;
  }

  /** How many hold places. */
  synchronized int holders() {
    return held.size();
  }
}
