package io.quantumvault.audit.merkle;

/** Takes the inner nodes that an append completes, in the order in which they are completed. */
@FunctionalInterface
public interface NodeSink {
  /** A subtree of 2^level leaves, level above 0, became complete and will never change again. */
  void completed(NodeId id, byte[] hash);
}
