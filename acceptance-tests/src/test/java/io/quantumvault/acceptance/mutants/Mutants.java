package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code ./qv mutants}. Everything must be compiled, and each module's {@code
 * target/test-classpath} hold what Maven puts on the class path of its tests.
 */
public final class Mutants {
  private Mutants() {}

  /** Takes the root of the source tree, then options. Ends with 0 when every guard was caught. */
  public static void main(String[] words) throws Exception {
    List<String> all = List.of(words);
    System.exit(run(Path.of(all.getFirst()), all.subList(1, all.size()), System.out));
  }

  /** The same as a call; returns the exit code. */
  static int run(Path root, List<String> words, PrintStream out)
      throws IOException, InterruptedException, ExecutionException {
    try {
      Options options = Options.of(words);
      SourceTree tree = SourceTree.at(root);
      List<Guard> guards = chosen(options, tree);
      if (guards.isEmpty()) {
        throw new IllegalArgumentException("no guard is meant by these options.");
      }
      if (options.list()) {
        guards.forEach(guard -> out.printf("%-44s %s%n", guard.id(), guard.test()));
        return 0;
      }
      Path scratch = root.toAbsolutePath().resolve("acceptance-tests/target/mutants");
      emptied(scratch);
      var run = new Run(tree, new ForkedTests(tree, root.toAbsolutePath()), scratch, out);
      long began = System.nanoTime();
      List<Trial> trials = run.of(guards, options.jobs());
      return told(trials, Duration.ofNanos(System.nanoTime() - began), scratch, out);
    } catch (IllegalArgumentException e) {
      out.println("qv: " + e.getMessage());
      return 2;
    } catch (BadGuard e) {
      out.println("qv: " + e.why());
      return 1;
    }
  }

  private static List<Guard> chosen(Options options, SourceTree tree) throws IOException, BadGuard {
    var chosen = new ArrayList<Guard>();
    for (Guard guard : GuardFile.readAll(tree.lists())) {
      boolean wanted =
          options.only().matcher(guard.id()).find()
              && (options.integration() || !guard.test().isIntegration());
      if (wanted && isIn(options.module(), guard, tree)) {
        chosen.add(guard);
      }
    }
    return chosen;
  }

  private static boolean isIn(@Nullable String module, Guard guard, SourceTree tree)
      throws BadGuard {
    return module == null || Objects.equals(tree.moduleOf(guard).name(), module);
  }

  private static int told(List<Trial> trials, Duration took, Path scratch, PrintStream out) {
    List<Trial> survived =
        trials.stream().filter(trial -> trial.verdict() instanceof Verdict.Survived).toList();
    List<Trial> errors =
        trials.stream().filter(trial -> trial.verdict() instanceof Verdict.NotTried).toList();
    int caught = trials.size() - survived.size() - errors.size();
    out.printf(
        "%n%d guards: %d caught, %d survived, %d not tried, in %d s%n",
        trials.size(), caught, survived.size(), errors.size(), took.toSeconds());
    survived.forEach(trial -> out.println("  " + trial.line()));
    errors.forEach(trial -> out.println("  " + trial.line()));
    if (caught == trials.size()) {
      return 0;
    }
    out.println("The output of each test is under " + scratch);
    return 1;
  }

  private static void emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.createDirectories(folder);
  }
}
