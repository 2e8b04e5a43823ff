package io.quantumvault.audit.trail;

/**
 * The store and what is kept outside it cannot both be true. Nothing may be appended or signed
 * until a person has found out which was changed.
 */
public final class TrailDisagrees extends RuntimeException {
  /** Says what differs. */
  public TrailDisagrees(String message) {
    super(message);
  }
}
