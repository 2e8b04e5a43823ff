package io.quantumvault.standalone.platform;

import java.nio.file.Path;

/**
 * Where the platform keeps its files and listens, on loopback.
 *
 * @param dataDir holds everything that persists
 * @param cacheDir holds what can be unpacked again
 * @param kafkaPort 0 for any
 * @param postgresPort 0 for any
 */
public record PlatformSettings(Path dataDir, Path cacheDir, int kafkaPort, int postgresPort) {
  /** The usual ports. */
  public static PlatformSettings in(Path dataDir) {
    return new PlatformSettings(dataDir, dataDir.resolve("cache"), 9092, 5433);
  }

  /** Whatever ports are free. */
  public static PlatformSettings onFreePorts(Path dataDir) {
    return new PlatformSettings(dataDir, dataDir.resolve("cache"), 0, 0);
  }

  /** The same with another cache. */
  public PlatformSettings withCache(Path cache) {
    return new PlatformSettings(dataDir, cache, kafkaPort, postgresPort);
  }
}
