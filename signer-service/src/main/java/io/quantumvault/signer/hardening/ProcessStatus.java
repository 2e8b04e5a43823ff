package io.quantumvault.signer.hardening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of this process. */
final class ProcessStatus {
  /** In the field Seccomp of a status: by a filter. */
  private static final String FILTERED = "2";

  private ProcessStatus() {}

  /** Whether a tracer is attached; an unreadable status counts as one. */
  static boolean traced() {
    try {
      return !"0".equals(field(Path.of("/proc/self/status"), "TracerPid"));
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the calls of every thread go through a filter; what cannot be read does not. */
  static boolean everyThreadFiltered() {
    try {
      return threads().stream().allMatch(ProcessStatus::filteredOrGone);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean filteredOrGone(Path thread) {
    try {
      return FILTERED.equals(field(thread.resolve("status"), "Seccomp"));
    } catch (IOException e) {
      return !Files.exists(thread);
    }
  }

  private static List<Path> threads() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
      return all.toList();
    }
  }

  private static String field(Path status, String name) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
