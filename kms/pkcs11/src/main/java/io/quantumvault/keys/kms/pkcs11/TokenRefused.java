package io.quantumvault.keys.kms.pkcs11;

/**
 * A token, or a key in it, that will not be used, and what to do about it.
 *
 * <p>For the operator to read: it names token, key and files; never a PIN or a key. Trying again
 * without a change by the operator does not help.
 */
public final class TokenRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenRefused(String message) {
    super("pkcs11: " + message);
  }
}
