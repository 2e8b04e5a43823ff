package io.quantumvault.audit.merkle;

import java.security.MessageDigest;
import java.util.List;

/** Checks proofs without the tree, by the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
public final class ProofCheck {
  private ProofCheck() {}

  /** True only if the leaf with this hash is at {@code index} of the tree with this root. */
  public static boolean inclusion(
      byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = Hashing.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = Hashing.node(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && MessageDigest.isEqual(hash, root);
  }

  /** True only if the tree with {@code newRoot} starts with all leaves of the one before. */
  public static boolean consistency(
      long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof) {
    if (oldSize <= 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
    }
    boolean oldIsComplete = Long.bitCount(oldSize) == 1;
    if (proof.isEmpty() && !oldIsComplete) {
      return false;
    }
    long node = oldSize - 1;
    long last = newSize - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    byte[] oldHash = oldIsComplete ? oldRoot : proof.getFirst();
    byte[] newHash = oldHash;
    for (byte[] hash : oldIsComplete ? proof : proof.subList(1, proof.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        oldHash = Hashing.node(hash, oldHash);
        newHash = Hashing.node(hash, newHash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        newHash = Hashing.node(newHash, hash);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0
        && MessageDigest.isEqual(oldHash, oldRoot)
        && MessageDigest.isEqual(newHash, newRoot);
  }
}
