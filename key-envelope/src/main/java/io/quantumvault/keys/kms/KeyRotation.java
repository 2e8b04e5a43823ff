package io.quantumvault.keys.kms;

import java.util.List;

/**
 * Makes and destroys versions of wrapping keys. Held by what administers the keys, not by a service
 * that wraps or unwraps.
 */
public interface KeyRotation extends AutoCloseable {
  /**
   * The versions that exist, lowest number first; destroyed ones are not among them.
   *
   * @throws KmsUnavailable when the provider does not answer
   */
  List<KeyVersion> versions(KeyName name);

  /**
   * Makes the next version. Wrapping services use it from their next refresh on; what older
   * versions wrapped stays readable until they are destroyed.
   *
   * @throws KmsUnavailable when the provider does not answer; then no version wraps that cannot be
   *     unwrapped, and a half-made one is finished by the next call
   */
  KeyVersion rotate(KeyName name);

  /**
   * Destroys a version for ever: what it wrapped opens no more, not from a backup either. Refused
   * with {@link IllegalArgumentException} for the newest version; a version that is gone already is
   * no error.
   *
   * @throws KmsUnavailable when the provider does not answer
   */
  void destroy(KeyName name, int version);

  /** Ends what it holds open, if anything. */
  @Override
  default void close() {}
}
