package io.quantumvault.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The head of a growing tree: the roots of its complete subtrees, largest first, which is all that
 * appending and the root need. At most 63 hashes, whatever the size. Not thread-safe.
 */
public final class CompactRange {
  private final List<byte[]> peaks;
  private long size;

  private CompactRange(long size, List<byte[]> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  /** The tree without leaves. */
  public static CompactRange empty() {
    return new CompactRange(0, new ArrayList<>());
  }

  /** The tree of {@code size} leaves, its complete subtrees looked up where they are stored. */
  public static CompactRange load(long size, Nodes nodes) {
    List<byte[]> peaks = new ArrayList<>();
    for (NodeId id : NodeId.covering(size)) {
      peaks.add(nodes.hash(id));
    }
    return new CompactRange(size, peaks);
  }

  /** An independent copy. */
  public CompactRange copy() {
    return new CompactRange(size, new ArrayList<>(peaks));
  }

  /** Leaves so far. */
  public long size() {
    return size;
  }

  /** Adds a leaf hash at the right end and reports each inner node it completes. */
  public void append(byte[] leafHash, NodeSink sink) {
    byte[] hash = leafHash;
    int level = 0;
    for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
      hash = Hashing.node(peaks.removeLast(), hash);
      level++;
      sink.completed(new NodeId(level, size >>> level), hash);
    }
    peaks.add(hash);
    size++;
  }

  /** The Merkle tree hash of RFC 6962 section 2.1. */
  public byte[] root() {
    if (peaks.isEmpty()) {
      return Hashing.emptyRoot();
    }
    byte[] root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Hashing.node(peaks.get(i), root);
    }
    return root.clone();
  }
}
