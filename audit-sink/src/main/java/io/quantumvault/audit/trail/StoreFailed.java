package io.quantumvault.audit.trail;

/**
 * The store did not answer, or refused rows that do not continue it. What is stored is unharmed.
 */
public final class StoreFailed extends RuntimeException {
  /** Wraps what the database said. */
  public StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
