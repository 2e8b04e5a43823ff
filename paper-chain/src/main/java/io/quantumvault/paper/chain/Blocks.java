package io.quantumvault.paper.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The newest blocks, as far back as any node may lag. */
final class Blocks {
  /** More than the lag a node may be given and the depth of any commitment together. */
  static final int KEPT = 640;

  private final Deque<ProducedBlock> blocks = new ArrayDeque<>();

  void add(ProducedBlock block) {
    blocks.addLast(block);
    if (blocks.size() > KEPT) {
      blocks.removeFirst();
    }
  }

  ProducedBlock newest() {
    return blocks.getLast();
  }

  /** The newest block that is not above this slot, or the oldest one that is kept. */
  ProducedBlock atOrBelow(long slot) {
    Iterator<ProducedBlock> newestFirst = blocks.descendingIterator();
    ProducedBlock found = blocks.getFirst();
    while (newestFirst.hasNext()) {
      ProducedBlock block = newestFirst.next();
      if (block.slot() <= slot) {
        return block;
      }
    }
    return found;
  }

  /** So many blocks up to this slot, oldest first. */
  List<ProducedBlock> through(long slot, int count) {
    List<ProducedBlock> found = new ArrayList<>();
    Iterator<ProducedBlock> newestFirst = blocks.descendingIterator();
    while (newestFirst.hasNext() && found.size() < count) {
      ProducedBlock block = newestFirst.next();
      if (block.slot() <= slot) {
        found.add(block);
      }
    }
    Collections.reverse(found);
    return found;
  }
}
