package io.quantumvault.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/** Makes the audit paths and consistency proofs of RFC 6962 sections 2.1.1 and 2.1.2. */
public final class Proofs {
  private Proofs() {}

  /**
   * Path that shows the leaf at {@code index} to be in the tree of {@code size} leaves, lowest
   * sibling first.
   *
   * @throws IllegalArgumentException where the tree has no such leaf
   */
  public static List<byte[]> inclusion(long index, long size, Nodes nodes) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("No leaf " + index + " in a tree of " + size);
    }
    List<byte[]> path = new ArrayList<>();
    include(index, 0, size, nodes, path);
    return path;
  }

  /**
   * Proof that the tree of {@code newSize} leaves continues the tree of {@code oldSize}; empty when
   * the sizes are equal.
   *
   * @throws IllegalArgumentException unless 0 &lt; oldSize &le; newSize
   */
  public static List<byte[]> consistency(long oldSize, long newSize, Nodes nodes) {
    if (oldSize <= 0 || oldSize > newSize) {
      throw new IllegalArgumentException("No proof from size " + oldSize + " to " + newSize);
    }
    List<byte[]> proof = new ArrayList<>();
    continueFrom(oldSize, 0, newSize, true, nodes, proof);
    return proof;
  }

  private static void include(long index, long begin, long end, Nodes nodes, List<byte[]> path) {
    if (end - begin == 1) {
      return;
    }
    long middle = begin + split(end - begin);
    if (index < middle) {
      include(index, begin, middle, nodes, path);
      path.add(rootOf(middle, end, nodes));
    } else {
      include(index, middle, end, nodes, path);
      path.add(rootOf(begin, middle, nodes));
    }
  }

  private static void continueFrom(
      long oldEnd, long begin, long end, boolean whole, Nodes nodes, List<byte[]> proof) {
    if (oldEnd == end) {
      if (!whole) {
        proof.add(rootOf(begin, end, nodes));
      }
      return;
    }
    long middle = begin + split(end - begin);
    if (oldEnd <= middle) {
      continueFrom(oldEnd, begin, middle, whole, nodes, proof);
      proof.add(rootOf(middle, end, nodes));
    } else {
      continueFrom(oldEnd, middle, end, false, nodes, proof);
      proof.add(rootOf(begin, middle, nodes));
    }
  }

  private static byte[] rootOf(long begin, long end, Nodes nodes) {
    long width = end - begin;
    if (Long.bitCount(width) == 1) {
      int level = Long.numberOfTrailingZeros(width);
      return nodes.hash(new NodeId(level, begin >>> level));
    }
    long middle = begin + split(width);
    return Hashing.node(rootOf(begin, middle, nodes), rootOf(middle, end, nodes));
  }

  /** The largest power of two below {@code width}. */
  private static long split(long width) {
    return Long.highestOneBit(width - 1);
  }
}
