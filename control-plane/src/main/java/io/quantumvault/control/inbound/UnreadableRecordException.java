package io.quantumvault.control.inbound;

/** A record that no repetition makes readable. */
public final class UnreadableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableRecordException(Exception cause) {
    super("the record cannot be read", cause);
  }
}
