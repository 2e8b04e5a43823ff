package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.aws.AwsKmsSettings;
import io.quantumvault.keys.kms.pkcs11.Pkcs11Settings;
import io.quantumvault.keys.kms.resilient.Resilience;
import io.quantumvault.keys.kms.transit.TransitSettings;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which key management a service uses, and all it needs to know of it. */
public sealed interface KmsSettings {
  /** Key files of one folder. */
  record FileFolder(Path keysDir) implements KmsSettings {}

  /** A PKCS#11 token; its keys are in it, nothing of it in the key folder. */
  record Pkcs11(Pkcs11Settings token, Resilience resilience) implements KmsSettings {}

  /** A Transit engine; the local secrets are in {@code keysDir}. */
  record Transit(TransitSettings server, Path keysDir, Resilience resilience)
      implements KmsSettings {}

  /** AWS KMS; the local secrets are in {@code keysDir}. */
  record AwsKms(AwsKmsSettings server, Path keysDir, Resilience resilience)
      implements KmsSettings {}

  /**
   * Reads settings by name, such as {@code provider} and {@code transit.address}; a caller puts its
   * own prefix before them. {@code provider} is {@code file} when nothing is said.
   *
   * @param property the text of a setting, null when it is not set
   * @param keysDir the service's key folder
   * @throws IllegalArgumentException when a setting is missing, wrong, or belongs to a provider
   *     that was not chosen; the message says which and what to set
   */
  static KmsSettings of(Function<String, @Nullable String> property, Path keysDir) {
    return new KmsProperties(property).read(keysDir);
  }
}
