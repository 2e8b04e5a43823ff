package io.quantumvault.bench;

import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * {@code ./qv bench outbox}: how late a consumer has what the control plane committed, and what the
 * connector takes of a core while nothing is committed.
 */
public final class OutboxBench {
  private static final Set<String> HELP = Set.of("--help", "-h");

  private OutboxBench() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && HELP.contains(arguments[0])) {
      System.out.print(OutboxBenchOptions.USAGE);
      return;
    }
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    OutboxBenchOptions options;
    try {
      options = OutboxBenchOptions.parse(arguments);
      make(options.out());
    } catch (IllegalArgumentException e) {
      System.err.println("qv: " + e.getMessage() + "; ./qv bench outbox --help says how.");
      return 2;
    }
    try {
      return measure(options);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.err.println("qv: it was interrupted.");
    } catch (SQLException | ExecutionException | IOException | RuntimeException e) {
      System.err.println("qv: it could not be measured: " + e.getMessage());
    }
    return 2;
  }

  /** Before minutes are spent on figures that could not be written. */
  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + folder + " is no folder and cannot be made", e);
    }
  }

  private static int measure(OutboxBenchOptions options)
      throws SQLException, ExecutionException, IOException, InterruptedException {
    String machine = machine(options);
    System.out.println(machine);
    OutboxFigures figures = new OutboxRun(options, Platform.startTemporary()).measure();
    String table = figures.markdown();
    List<Mark> marks = figures.marks();
    Files.writeString(options.out().resolve("outbox.md"), machine + "\n\n" + table);
    Files.writeString(options.out().resolve("outbox.csv"), figures.csv());
    System.out.println("\n" + table);
    marks.forEach(System.out::println);
    System.out.println("written to " + options.out().toAbsolutePath());
    return marks.stream().allMatch(Mark::isMet) ? 0 : 1;
  }

  private static String machine(OutboxBenchOptions options) throws IOException {
    return "%s, %d processors, Java %s, seed %d, %d commits, rest of %d s"
        .formatted(
            ArmBench.processor(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            options.seed(),
            options.commits(),
            options.restSeconds());
  }
}
