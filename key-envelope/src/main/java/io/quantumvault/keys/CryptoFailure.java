package io.quantumvault.keys;

/**
 * The one failure of every cryptographic operation.
 *
 * <p>It never says which step failed: a wrong key, a moved record, a flipped bit and a malformed
 * input look the same, so an answer that reaches a client cannot serve as an oracle.
 */
public final class CryptoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the failure, with a constant message and no cause. */
  public CryptoFailure() {
    super("cryptographic operation failed", null, false, true);
  }
}
