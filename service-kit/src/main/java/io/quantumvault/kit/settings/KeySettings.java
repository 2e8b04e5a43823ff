package io.quantumvault.kit.settings;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code quantumvault.keys.*}.
 *
 * @param dir the folder with the service's own key files and the public halves it needs
 */
@ConfigurationProperties("quantumvault.keys")
public record KeySettings(Path dir) {
  /** Refuses settings that are missing. */
  public KeySettings {
    Settings.require(dir, "keys.dir");
  }
}
