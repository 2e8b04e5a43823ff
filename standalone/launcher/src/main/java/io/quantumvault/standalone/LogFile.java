package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where the log of this process goes, set before the first line is logged. */
final class LogFile {
  private LogFile() {}

  static void in(Path data) {
    try {
      Path folder = data.resolve("logs");
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      System.setProperty("quantumvault.log.file", folder.resolve("system.log").toString());
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    } catch (IOException e) {
      throw new StartRefused(
          "The data folder " + data + " cannot be written; choose another with --data.", e);
    }
  }
}
