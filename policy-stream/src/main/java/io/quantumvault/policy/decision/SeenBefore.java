package io.quantumvault.policy.decision;

/**
 * What the bot's memory of past alerts says of this one.
 *
 * @param alertId the sender's own id was seen
 * @param content the same content was seen within 120 s
 * @param beyondMemory as old as alerts already forgotten, so that "not seen" proves nothing
 */
public record SeenBefore(boolean alertId, boolean content, boolean beyondMemory) {
  /** Nothing like it was seen. */
  public static final SeenBefore NEVER = new SeenBefore(false, false, false);
}
