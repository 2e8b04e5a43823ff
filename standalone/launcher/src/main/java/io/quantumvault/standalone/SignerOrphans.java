package io.quantumvault.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Signers that outlived a killed system and would go on signing beside the next one. They are known
 * by their command lines: a number written down after a start could be missing.
 *
 * @param data the data folder they work on
 */
record SignerOrphans(Path data) {
  static Path settings(Path data) {
    return data.resolve("run").resolve("signer-service.properties");
  }

  static String argument(Path data) {
    return "--spring.config.additional-location=file:" + settings(data);
  }

  /**
   * Ends them, and returns when they have ended.
   *
   * @return the numbers of their processes
   */
  List<Long> end() {
    List<ProcessHandle> orphans = ProcessHandle.allProcesses().filter(this::worksHere).toList();
    for (ProcessHandle orphan : orphans) {
      orphan.destroyForcibly();
      orphan.onExit().join();
    }
    return orphans.stream().map(ProcessHandle::pid).toList();
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      String words = Files.readString(file, StandardCharsets.ISO_8859_1);
      String wanted =
          new String(argument(data).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      return List.of(words.split("\0")).contains(wanted);
    } catch (IOException e) {
      return false; // gone by now
    }
  }
}
