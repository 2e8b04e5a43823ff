package io.quantumvault.acceptance.skips;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this machine has. */
final class Machine {
  private static final long MEMFD_SECRET = 447; // the number on every architecture
  private static final long LANDLOCK_CREATE_RULESET = 444; // likewise
  private static final long LANDLOCK_VERSION = 1;
  private static final int PATIENCE_SECONDS = 30;

  private Machine() {}

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a program is on the path. */
  static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Whether a command ends well. */
  static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static boolean hasSoftHsm() {
    return Stream.of("/usr/lib", "/usr/lib64")
        .map(Path::of)
        .flatMap(Machine::withSubfolders)
        .anyMatch(folder -> Files.isReadable(folder.resolve("softhsm/libsofthsm2.so")));
  }

  private static Stream<Path> withSubfolders(Path folder) {
    try (Stream<Path> subfolders = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), subfolders.toList().stream());
    } catch (IOException e) {
      return Stream.of(folder);
    }
  }

  /** Whether the C library has a function. */
  static boolean hasFunction(String name) {
    return Linker.nativeLinker().defaultLookup().find(name).isPresent();
  }

  /** Whether the kernel gives memory that it does not show to others. */
  static boolean hasSecretMemory() {
    return syscall(MEMFD_SECRET, 0, 0, 0) >= 0; // the file goes with this process
  }

  private static long syscall(long number, long a, long b, long c) {
    Linker linker = Linker.nativeLinker();
    try {
      return (long)
          linker
              .downcallHandle(
                  linker.defaultLookup().findOrThrow("syscall"),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG))
              .invokeExact(number, a, b, c);
    } catch (Throwable e) {
      return -1;
    }
  }

  /** Whether the kernel lets a process bind itself to files. */
  static boolean hasLandlock() {
    return syscall(LANDLOCK_CREATE_RULESET, 0, 0, LANDLOCK_VERSION) > 0;
  }

  /** Whether processes of one user are kept apart. */
  static boolean hasYama() {
    return !text("/proc/sys/kernel/yama/ptrace_scope", "0").equals("0");
  }

  /** Whether a crash may leave a core file in the folder it happened in. */
  static boolean leavesPlainCores() {
    String pattern = text("/proc/sys/kernel/core_pattern", "|");
    boolean allowed =
        text("/proc/self/limits", "")
            .lines()
            .filter(line -> line.startsWith("Max core file size"))
            .noneMatch(line -> line.strip().split(" +")[5].equals("0"));
    return allowed && !pattern.startsWith("|") && !pattern.contains("/");
  }

  private static String text(String file, String otherwise) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** Whether one process may read another's memory. */
  static boolean readsMemoryOfChildren() {
    try {
      Process child = new ProcessBuilder("cat").start(); // waits for its input
      try {
        Path folder = Path.of("/proc", Long.toString(child.pid()));
        List<String> mappings = Files.readAllLines(folder.resolve("maps"));
        String start = mappings.getFirst().substring(0, mappings.getFirst().indexOf('-'));
        try (RandomAccessFile memory = new RandomAccessFile(folder.resolve("mem").toFile(), "r")) {
          memory.seek(Long.parseLong(start, 16));
          return memory.read() >= 0;
        }
      } finally {
        child.destroyForcibly();
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
