package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.Provider;
import java.nio.file.Path;
import java.util.Set;

/**
 * One way of keeping wrapping keys. Its jar names it under {@code META-INF/services}, so that a
 * service can use what is on its class path and nothing else.
 */
public interface KmsProvider {
  /** Which one it is. */
  Provider provider();

  /** The settings that it understands and others do not, such as {@code transit.address}. */
  Set<String> settings();

  /**
   * Reads them.
   *
   * @param keysDir the service's key folder
   * @throws IllegalArgumentException when one is missing or wrong; the message says which and what
   *     to set
   */
  KmsSettings read(KmsProperties properties, Path keysDir);
}
