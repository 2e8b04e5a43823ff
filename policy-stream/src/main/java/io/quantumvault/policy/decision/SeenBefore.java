package io.quantumvault.policy.decision;

/**
 * What the bot's memory of past alerts says of this one.
 *
 * @param nonce the sender's own id of this message was seen
 * @param content the very same alert was decided before
 * @param beyondMemory as old as alerts already forgotten, so that "not seen" proves nothing
 * @param overtaken a later word on what the strategy holds was followed already
 */
public record SeenBefore(boolean nonce, boolean content, boolean beyondMemory, boolean overtaken) {
  /** Nothing like it was seen. */
  public static final SeenBefore NEVER = new SeenBefore(false, false, false, false);
}
