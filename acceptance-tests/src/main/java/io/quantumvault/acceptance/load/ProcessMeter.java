package io.quantumvault.acceptance.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** CPU time and resident memory of processes and all their descendants, from {@code /proc}. */
final class ProcessMeter {
  // USER_HZ is 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  private static final Pattern TITLE = Pattern.compile("^postgres: (\\S+)");
  private static final Pattern MAIN_CLASS =
      Pattern.compile(" io\\.quantumvault\\.[a-z.]+\\.([A-Z]\\w+)");

  private final List<Long> roots;

  ProcessMeter(List<Long> roots) {
    this.roots = List.copyOf(roots);
  }

  /** Seconds of CPU so far, children that ended included, by what the processes do. */
  Map<String, Double> cpuSeconds() {
    var byName = new TreeMap<String, Double>();
    processes().forEach(pid -> byName.merge(name(pid), ticks(pid) / TICKS_PER_SECOND, Double::sum));
    return byName;
  }

  /** Proportional share of memory where the kernel tells it, else resident memory, in MiB. */
  double memoryMib() {
    return processes().mapToLong(ProcessMeter::kib).sum() / 1024.0;
  }

  private Stream<Long> processes() {
    return roots.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid)
        .distinct();
  }

  private static long ticks(long pid) {
    // Fields after the command name, which may hold blanks: utime is the 12th, stime, cutime,
    // cstime follow.
    String stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11])
        + Long.parseLong(fields[12])
        + Long.parseLong(fields[13])
        + Long.parseLong(fields[14]);
  }

  private static long kib(long pid) {
    String rollup = read(pid, "smaps_rollup");
    return line(
        rollup.isEmpty() ? read(pid, "status") : rollup, rollup.isEmpty() ? "VmRSS:" : "Pss:");
  }

  private static long line(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static String name(long pid) {
    return name(read(pid, "cmdline").replace('\0', ' ').strip(), read(pid, "comm").strip());
  }

  /**
   * What a process does: of Java the main class, of PostgreSQL's processes the title, which begins
   * with the role that a connection is of.
   *
   * @param command its words, separated by blanks
   */
  static String name(String command, String program) {
    var title = TITLE.matcher(command);
    if (title.find()) {
      return "postgres " + title.group(1);
    }
    var main = MAIN_CLASS.matcher(command);
    return program.equals("java") && main.find() ? main.group(1) : program;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (java.nio.file.NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // A process that ends while it is read.
      if (!Files.exists(Path.of("/proc", Long.toString(pid)))) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
