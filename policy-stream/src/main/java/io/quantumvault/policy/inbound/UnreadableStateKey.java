package io.quantumvault.policy.inbound;

/**
 * A state record whose key says no wallet. It stops the stage: skipping it could silently loosen
 * the limits of a wallet that nobody can name.
 */
public final class UnreadableStateKey extends RuntimeException {
  public UnreadableStateKey(String topic, int partition, long offset) {
    super("unreadable key in %s partition %d offset %d".formatted(topic, partition, offset));
  }
}
