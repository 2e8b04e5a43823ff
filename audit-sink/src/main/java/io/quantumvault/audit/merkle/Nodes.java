package io.quantumvault.audit.merkle;

/** Looks up hashes of complete subtrees; level 0 gives leaf hashes. */
@FunctionalInterface
public interface Nodes {
  /** Hash of the complete subtree at this place. */
  byte[] hash(NodeId id);
}
