package io.quantumvault.keys.kms.choice;

import io.quantumvault.keys.kms.KeyRotation;
import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.resilient.Resilience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which key management a service uses, and all it needs to know of it. */
public interface KmsSettings {
  /** How long an ended key may stay in the memory of a service that nobody calls. */
  Duration REFRESH_EVERY = Duration.ofMinutes(1);

  /**
   * Reads settings by name, such as {@code provider} and {@code transit.address}; a caller puts its
   * own prefix before them. {@code provider} is {@code file} when nothing is said.
   *
   * @param property the text of a setting, null when it is not set
   * @param keysDir the service's key folder
   * @throws IllegalArgumentException when a setting is missing, wrong, or belongs to a provider
   *     that was not chosen, or the provider is not on the class path; the message says which and
   *     what to do
   */
  static KmsSettings of(Function<String, @Nullable String> property, Path keysDir) {
    return ProvidersOnClassPath.find().choose(new KmsProperties(property), keysDir);
  }

  /**
   * Opens it, bare: {@link KeyManagements#open} is what services use.
   *
   * @throws io.quantumvault.keys.memory.KeyFileRefused when a key file is missing or not a good one
   * @throws IllegalArgumentException when a credential or certificate file is not a good one
   */
  OpenKeyManagement open();

  /**
   * Opens what makes and destroys versions, with credentials that a service does not have. Empty
   * for key files, which lie in the folders of several services: who knows the folders opens them.
   *
   * @throws IllegalArgumentException when a setting that only this needs is missing
   */
  Optional<KeyRotation> openRotation();

  /** How calls are limited and repeated; empty where this process does all by itself. */
  Optional<Resilience> resilience();

  /** How often it is read again in a service that nobody calls. */
  default Duration refreshEvery() {
    return REFRESH_EVERY;
  }
}
