package io.quantumvault.policy.inbound;

/** A record that is not what its topic promises. The message names the fault, never the content. */
public final class UnreadableRecord extends Exception {
  public UnreadableRecord(String fault) {
    super(fault);
  }
}
