package io.quantumvault.ingest.price;

import java.util.concurrent.ConcurrentHashMap;

/** Per market the newest slot that was published: nodes lag, and an older price must not follow. */
public final class NewestSlots {
  private final ConcurrentHashMap<String, Long> newest = new ConcurrentHashMap<>();

  /** Whether this slot is above all published ones. */
  public boolean risesWith(String market, long slot) {
    Long last = newest.get(market);
    return last == null || slot > last;
  }

  /** Remembers a published slot; only once it is durable, or the price would be lost. */
  public void published(String market, long slot) {
    newest.merge(market, slot, Math::max);
  }
}
