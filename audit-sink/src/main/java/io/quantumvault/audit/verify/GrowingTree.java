package io.quantumvault.audit.verify;

/**
 * A Merkle tree that is only grown and asked for its root: slot n holds the root of a complete
 * subtree of 2^n leaves where that bit of the size is set, as in a binary counter.
 */
final class GrowingTree {
  private final Hashes hashes;
  private final byte[][] slots = new byte[63][];
  private long size;

  GrowingTree(Hashes hashes) {
    this.hashes = hashes;
  }

  /** Told of each subtree that the leaf completed. */
  interface Completed {
    void at(int level, long index, byte[] hash);
  }

  void add(byte[] leafHash, Completed completed) {
    byte[] carry = leafHash;
    int level = 0;
    while ((size >> level & 1) == 1) {
      carry = hashes.ofChildren(slots[level], carry);
      level++;
      completed.at(level, size >> level, carry);
    }
    slots[level] = carry;
    size++;
  }

  byte[] root() {
    byte[] root = null;
    for (int level = 0; level < slots.length; level++) {
      if ((size >> level & 1) == 1) {
        root = root == null ? slots[level] : hashes.ofChildren(slots[level], root);
      }
    }
    return root == null ? hashes.ofNothing() : root;
  }
}
