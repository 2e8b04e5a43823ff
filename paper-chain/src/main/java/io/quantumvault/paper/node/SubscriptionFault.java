package io.quantumvault.paper.node;

/** What is wrong with a node's subscriptions. */
public enum SubscriptionFault {
  NONE,
  /** Connections stay open and nothing comes over them any more, neither then nor later. */
  SILENT,
  /** Nobody listens at the port, and who was connected no longer is. */
  REFUSED
}
