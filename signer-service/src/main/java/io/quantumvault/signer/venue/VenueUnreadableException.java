package io.quantumvault.signer.venue;

/**
 * An account is missing, or is not laid out as the adapter knows it: nothing may be signed on it.
 */
public final class VenueUnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which account and what does not fit. */
  public VenueUnreadableException(String problem) {
    super(problem);
  }
}
