package io.quantumvault.paper.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Measures slots per minute; a window that a restart fell into is not kept. */
final class PerformanceSamples {
  private static final long PERIOD_MILLIS = 60_000;
  private static final int KEPT = 720;

  private final Deque<PerformanceSample> samples = new ArrayDeque<>();
  private long fromSlot;
  private long fromMillis;
  private long fromTransactions;

  void restart(long slot, long millis, long transactions) {
    fromSlot = slot;
    fromMillis = millis;
    fromTransactions = transactions;
  }

  void saw(long slot, long millis, long transactions) {
    if (millis - fromMillis < PERIOD_MILLIS) {
      return;
    }
    samples.addFirst(
        new PerformanceSample(
            slot, slot - fromSlot, transactions - fromTransactions, (millis - fromMillis) / 1_000));
    if (samples.size() > KEPT) {
      samples.removeLast();
    }
    restart(slot, millis, transactions);
  }

  /** Newest first. */
  List<PerformanceSample> through(long slot, int count) {
    List<PerformanceSample> found = new ArrayList<>();
    Iterator<PerformanceSample> newestFirst = samples.iterator();
    while (newestFirst.hasNext() && found.size() < count) {
      PerformanceSample sample = newestFirst.next();
      if (sample.slot() <= slot) {
        found.add(sample);
      }
    }
    return found;
  }
}
