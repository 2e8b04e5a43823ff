package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.PlatformSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the system keeps its files and listens, on loopback. A port of 0 takes any free one.
 *
 * @param dataDir holds everything that persists
 * @param executionKeyPeriod from one version of the grants' wrapping key to the next
 * @param chain what to trade on; its port is the paper chain's
 */
public record SystemSettings(
    Path dataDir,
    int consolePort,
    int webhookPort,
    int chainPort,
    int kafkaPort,
    int postgresPort,
    Duration executionKeyPeriod,
    ChainChoice chain) {
  /** How often the grants' wrapping key rotates if nothing else is said. */
  static final Duration DAILY = Duration.ofDays(1);

  private static final ChainChoice PAPER = new ChainChoice.Paper();

  /** The usual ports. */
  public static SystemSettings in(Path dataDir) {
    return new SystemSettings(dataDir, 8080, 8081, 8899, 9092, 5433, DAILY, PAPER);
  }

  /** Whatever ports are free. */
  public static SystemSettings onFreePorts(Path dataDir) {
    return new SystemSettings(dataDir, 0, 0, 0, 0, 0, DAILY, PAPER);
  }

  PlatformSettings platform() {
    return new PlatformSettings(dataDir, dataDir.resolve("cache"), kafkaPort, postgresPort);
  }
}
