package io.quantumvault.paper.inbound;

import io.quantumvault.paper.node.Commitment;

/** What somebody waits to be told. */
sealed interface Subscription {
  /** Each slot as the node sees it. */
  record Slots() implements Subscription {}

  /** That a signature has reached a commitment; told once. */
  record Signature(String signature, Commitment commitment) implements Subscription {}
}
