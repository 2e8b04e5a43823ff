package io.quantumvault.policy.decision;

/**
 * What the owner should know although the order went on.
 *
 * @param detail one sentence without a full stop; holds no secret
 */
public record Notice(Kind kind, String detail) {
  /** The kinds of notices; the names are those of the event contract without its prefix. */
  public enum Kind {
    /** What is held is not what the strategy held before this alert. */
    MISSED_ALERT,
    /** A field was not looked at. */
    FIELD_IGNORED,
    /** The order was made smaller. */
    SIZE_CUT
  }
}
