package io.quantumvault.audit.log;

import io.quantumvault.audit.merkle.NodeId;

/** A node row to insert: a subtree that has become complete. */
@SuppressWarnings("ArrayRecordComponent")
public record NewNode(NodeId id, byte[] hash) {}
