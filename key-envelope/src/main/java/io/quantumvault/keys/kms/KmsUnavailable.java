package io.quantumvault.keys.kms;

/**
 * The key management did not answer, refused this service for now, or answered what cannot be
 * understood; trying later may help. Nothing was wrapped or unwrapped.
 *
 * <p>The message names the provider and the kind of trouble for the operator; never a key, a token,
 * a PIN, or anything of the answer's body. A wrong key, a moved context or a changed bit is a
 * {@link io.quantumvault.keys.CryptoFailure} instead.
 */
public final class KmsUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names provider and trouble, such as {@code transit: no answer within 2 s}. */
  public KmsUnavailable(String message) {
    super(message);
  }
}
