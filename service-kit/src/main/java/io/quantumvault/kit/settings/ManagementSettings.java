package io.quantumvault.kit.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.management.*}: where health and metrics are told, always on the loopback
 * address.
 *
 * @param port 0, as when it is left out, for any free one, which the log tells; -1 for no such door
 */
@ConfigurationProperties("quantumvault.management")
public record ManagementSettings(@DefaultValue("0") int port) {
  /** The port that stands for no door at all. */
  public static final int NONE = -1;

  private static final int HIGHEST = 65_535;

  /** Refuses what is no port. */
  public ManagementSettings {
    Settings.check(
        port >= NONE && port <= HIGHEST,
        "management.port is no port: 1 to 65535, 0 for any free one, -1 for none");
  }
}
