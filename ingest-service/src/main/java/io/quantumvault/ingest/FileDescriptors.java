package io.quantumvault.ingest;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections a process may really hold. Each is a file to the kernel, and a process that
 * has none left reaches neither Kafka nor anybody.
 *
 * @param most that the process may open ({@code ulimit -n})
 * @param open now
 */
record FileDescriptors(long most, long open) {
  /** For Kafka, nodes of the chain, key management, and what is opened for a moment. */
  static final int KEPT_FREE = 128;

  /** Below this, a door is no door. */
  static final int FEWEST = 16;

  private static final Logger LOG = LoggerFactory.getLogger(FileDescriptors.class);

  /** Those of this process; no limit where the system tells none. */
  static FileDescriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new FileDescriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
        : new FileDescriptors(Long.MAX_VALUE, 0);
  }

  /**
   * As many connections as wanted, or as there is room for.
   *
   * @throws IllegalStateException if there is room for next to none
   */
  int connections(int wanted) {
    long room = most - open - KEPT_FREE;
    if (room >= wanted) {
      return wanted;
    }
    if (room < FEWEST) {
      throw new IllegalStateException(
          "this process may open "
              + most
              + " files and has opened "
              + open
              + ": too few are left for webhooks; raise ulimit -n");
    }
    LOG.atWarn()
        .setMessage("fewer connections than configured, for the process may not open more files")
        .addKeyValue("connections", room)
        .addKeyValue("configured", wanted)
        .addKeyValue("mostFiles", most)
        .log();
    return (int) room;
  }
}
