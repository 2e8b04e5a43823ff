package io.quantumvault.forensics;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of {@code /proc/PID} (proc(5)).
 *
 * @param folder that folder, or one of the same shape
 */
record ProcFolder(Path folder) {
  private static final Pattern BLANKS = Pattern.compile(" +");

  static ProcFolder of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    if (!Files.isDirectory(folder)) {
      throw new NotRun("there is no process " + pid);
    }
    return new ProcFolder(folder);
  }

  /** What the kernel says of the whole process. */
  TaskStat stat() {
    try {
      return TaskStat.parse(Files.readString(folder.resolve("stat")));
    } catch (IOException e) {
      throw ended();
    }
  }

  /** Whether not one thread runs; one that ends meanwhile does not either. */
  boolean standsStill() {
    return tasks().stream()
        .flatMap(task -> text(task.resolve("stat")).stream())
        .allMatch(stat -> TaskStat.parse(stat).standsStill());
  }

  List<Mapping> mappings() {
    try {
      return Files.readAllLines(folder.resolve("maps")).stream().map(Mapping::parse).toList();
    } catch (IOException e) {
      throw refused("maps", e);
    }
  }

  /** Where the stack pointers of all threads stand; of a stopped process the kernel tells all. */
  Set<Long> stackPointers() {
    var pointers = new HashSet<Long>();
    for (Path task : tasks()) {
      // The number of the call and its arguments, then stack pointer and program counter.
      text(task.resolve("syscall"))
          .map(text -> BLANKS.splitAsStream(text.strip()).toList())
          .filter(fields -> fields.size() >= 3)
          .ifPresent(fields ->
              pointers.add(Long.parseUnsignedLong(fields.get(fields.size() - 2).substring(2), 16)));
    }
    return pointers;
  }

  /** Nothing where the thread has ended, or the kernel does not tell. */
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The numbers of all threads. */
  List<Integer> threads() {
    return tasks().stream().map(task -> Integer.valueOf(task.getFileName().toString())).toList();
  }

  /**
   * The memory of the process, by address.
   *
   * @throws NotRun when the kernel forbids it
   */
  FileChannel memory() {
    try {
      return FileChannel.open(folder.resolve("mem"));
    } catch (IOException e) {
      throw refused("mem", e);
    }
  }

  PageMap pages(long pageBytes) {
    return PageMap.open(folder.resolve("pagemap"), pageBytes);
  }

  NotRun ended() {
    return new NotRun("the process has ended");
  }

  private List<Path> tasks() {
    var tasks = new ArrayList<Path>();
    try (Stream<Path> all = Files.list(folder.resolve("task"))) {
      all.forEach(tasks::add);
    } catch (IOException e) {
      throw ended();
    }
    return tasks;
  }

  private NotRun refused(String file, IOException e) {
    if (!Files.isDirectory(folder)) {
      return ended();
    }
    boolean forbidden =
        e instanceof AccessDeniedException
            || (e instanceof FileSystemException reason
                && "Operation not permitted".equals(reason.getReason()));
    return forbidden
        ? new KernelForbids(
            "the kernel forbids reading "
                + folder.resolve(file)
                + ": it takes CAP_SYS_PTRACE (root), or the same user where the process is dumpable"
                + " and kernel.yama.ptrace_scope is 0")
        : new NotRun("cannot read " + folder.resolve(file));
  }
}
