package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.PlatformSettings;
import java.nio.file.Path;

/**
 * Where the system keeps its files and listens, on loopback. A port of 0 takes any free one.
 *
 * @param dataDir holds everything that persists
 */
public record SystemSettings(
    Path dataDir,
    int consolePort,
    int webhookPort,
    int chainPort,
    int kafkaPort,
    int postgresPort) {
  /** The usual ports. */
  public static SystemSettings in(Path dataDir) {
    return new SystemSettings(dataDir, 8080, 8081, 8899, 9092, 5433);
  }

  /** Whatever ports are free. */
  public static SystemSettings onFreePorts(Path dataDir) {
    return new SystemSettings(dataDir, 0, 0, 0, 0, 0);
  }

  PlatformSettings platform() {
    return new PlatformSettings(dataDir, dataDir.resolve("cache"), kafkaPort, postgresPort);
  }
}
