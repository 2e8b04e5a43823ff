package io.quantumvault.kit.keys;

import io.quantumvault.keys.kms.OpenKeyManagement;
import io.quantumvault.keys.kms.choice.KeyManagements;
import io.quantumvault.keys.kms.choice.KmsSettings;
import io.quantumvault.keys.kms.metered.KmsMetrics;
import io.quantumvault.keys.memory.KeyMemory;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/**
 * Which key management, and what it needs, as said under {@code quantumvault.kms.*}.
 *
 * @param memory not used but ready, since keys come out of what is opened here
 */
public record KeyManagementChoice(Environment environment, KeyMemory memory, KmsMetrics metrics) {
  /**
   * Opens it; the caller closes it.
   *
   * @param keysDir the service's key folder
   */
  public OpenKeyManagement open(Path keysDir) {
    return KeyManagements.open(
        KmsSettings.of(name -> environment.getProperty("quantumvault.kms." + name), keysDir),
        metrics);
  }
}
