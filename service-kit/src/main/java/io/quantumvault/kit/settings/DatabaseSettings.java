package io.quantumvault.kit.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code quantumvault.database.*}: PostgreSQL, and the service's own role.
 *
 * @param passwordFile holds the password and nothing else, a line end apart
 * @param poolSize the most connections; the service's usual number where it is left out
 */
@ConfigurationProperties("quantumvault.database")
public record DatabaseSettings(
    String url, String username, Path passwordFile, @Nullable Integer poolSize) {
  /** Refuses settings that are missing. */
  public DatabaseSettings {
    Settings.require(url, "database.url");
    Settings.require(username, "database.username");
    Settings.require(passwordFile, "database.password-file");
    Settings.check(poolSize == null || poolSize > 0, "database.pool-size must be above zero");
  }
}
