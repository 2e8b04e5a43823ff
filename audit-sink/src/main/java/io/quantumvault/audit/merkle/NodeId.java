package io.quantumvault.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * Place of a complete subtree: it covers the 2^level leaves from {@code index * 2^level}.
 *
 * @param level 0 for leaves
 * @param index from the left, within the level
 */
public record NodeId(int level, long index) {

  /** The fewest complete subtrees that cover the first {@code size} leaves, largest first. */
  public static List<NodeId> covering(long size) {
    List<NodeId> peaks = new ArrayList<>();
    long begin = 0;
    for (int level = 62; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        peaks.add(new NodeId(level, begin >>> level));
        begin += 1L << level;
      }
    }
    return peaks;
  }
}
