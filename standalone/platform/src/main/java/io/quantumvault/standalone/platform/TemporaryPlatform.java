package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The one platform that all tests of a process share. */
final class TemporaryPlatform {
  private static @Nullable Platform shared;

  private TemporaryPlatform() {}

  static synchronized Platform shared() {
    if (shared == null) {
      Platform started = start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started), "platform-end"));
      shared = started;
    }
    return shared;
  }

  static synchronized boolean isShared(Platform platform) {
    return platform == shared;
  }

  private static Platform start() {
    try {
      Path data = Files.createTempDirectory("quantumvault-");
      return Platform.start(PlatformSettings.onFreePorts(data).withCache(cache(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Under Maven the unpacked programs stay in {@code target} for the next run. */
  static Path cache(Path data) {
    Path target = Path.of("target").toAbsolutePath();
    return Files.isDirectory(target) ? target.resolve("platform-cache") : data.resolve("cache");
  }

  private static void end(Platform platform) {
    platform.end();
    try {
      Folders.delete(platform.dataDir());
    } catch (IOException e) {
      LoggerFactory.getLogger(TemporaryPlatform.class).warn("A temporary folder stays behind", e);
    }
  }
}
