package io.quantumvault.forensics;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Searches a heap dump, or any other file, for known secrets; exit codes as those of {@link
 * MemorySearch}.
 */
public final class HeapDumpSearch {
  private static final String USAGE = "HeapDumpSearch --file DUMP --secrets FILE";
  private static final Set<String> OPTIONS = Set.of("--file", "--secrets");

  private HeapDumpSearch() {}

  /** See the class. */
  public static void main(String... arguments) {
    System.exit(run(System.out, arguments));
  }

  static int run(PrintStream out, String... arguments) {
    return Report.exitCode(out, report -> search(report, arguments));
  }

  private static int search(Report report, String... arguments) {
    Arguments options = Arguments.parse(USAGE, OPTIONS, arguments);
    Path file = Path.of(options.require("--file"));
    Patterns patterns = Patterns.of(SecretsFile.load(Path.of(options.require("--secrets"))));
    report.patterns(patterns);
    Snapshot snapshot = FileSearch.of(file, patterns);
    report.snapshot(file.getFileName().toString(), snapshot);
    return report.conclusion(List.of(snapshot));
  }
}
