package io.quantumvault.audit.merkle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Appends leaves to a compact range and keeps every node it reports, as the store does. */
final class TreeOfLeaves implements Nodes {
  final List<byte[]> roots = new ArrayList<>();
  private final Map<NodeId, byte[]> nodes = new HashMap<>();
  private final CompactRange range = CompactRange.empty();

  TreeOfLeaves(List<byte[]> leaves) {
    roots.add(range.root());
    for (byte[] leaf : leaves) {
      byte[] hash = Hashing.leaf(leaf);
      nodes.put(new NodeId(0, range.size()), hash);
      range.append(hash, nodes::put);
      roots.add(range.root());
    }
  }

  @Override
  public byte[] hash(NodeId id) {
    byte[] hash = nodes.get(id);
    if (hash == null) {
      throw new IllegalArgumentException("No node " + id);
    }
    return hash;
  }

  int nodeCount() {
    return nodes.size();
  }
}
