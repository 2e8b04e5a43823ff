package io.quantumvault.acceptance.mutants;

import static io.quantumvault.acceptance.mutants.TestOutcome.MISSING;
import static io.quantumvault.acceptance.mutants.TestOutcome.PASSED;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Tries guards: first the tests of a class as they are, which must pass, then each of its guards'
 * without the guard.
 */
final class Run {
  private final SourceTree tree;
  private final ForkedTests forked;
  private final Path scratch;
  private final PrintStream out;

  /**
   * Prepares a run.
   *
   * @param scratch an empty folder for sources, classes and the output of tests
   */
  Run(SourceTree tree, ForkedTests forked, Path scratch, PrintStream out) {
    this.tree = tree;
    this.forked = forked;
    this.scratch = scratch;
    this.out = out;
  }

  /** Tries all of them and prints each verdict when it is known. */
  List<Trial> of(List<Guard> guards, int jobs) throws InterruptedException, ExecutionException {
    Map<Boolean, List<Guard>> byKind =
        guards.stream().collect(Collectors.partitioningBy(g -> g.test().isIntegration()));
    var trials = new ArrayList<Trial>();
    trials.addAll(tried(byKind.getOrDefault(false, List.of()), jobs));
    trials.addAll(tried(byKind.getOrDefault(true, List.of()), 1));
    return trials;
  }

  /** Class by class, those with the most guards first, so that no long one is left at the end. */
  private List<Trial> tried(List<Guard> guards, int jobs)
      throws InterruptedException, ExecutionException {
    List<List<Guard>> byTestClass =
        guards.stream()
            .collect(Collectors.groupingBy(guard -> guard.test().type()))
            .values()
            .stream()
            .sorted(Comparator.<List<Guard>>comparingInt(List::size).reversed())
            .toList();
    var trials = new ArrayList<Trial>();
    try (var threads = Executors.newFixedThreadPool(jobs)) {
      for (var done :
          threads.invokeAll(
              byTestClass.stream()
                  .<Callable<List<Trial>>>map(group -> () -> ofOneTestClass(group))
                  .toList())) {
        trials.addAll(done.get());
      }
    }
    return trials;
  }

  private List<Trial> ofOneTestClass(List<Guard> guards) throws IOException, InterruptedException {
    Map<TestName, TestOutcome> untouched =
        asTheyAre(guards.stream().map(Guard::test).distinct().toList());
    var trials = new ArrayList<Trial>();
    for (Guard guard : guards) {
      trials.add(trial(guard, untouched.getOrDefault(guard.test(), MISSING)));
    }
    return trials;
  }

  private Map<TestName, TestOutcome> asTheyAre(List<TestName> names)
      throws IOException, InterruptedException {
    TestName first = names.getFirst();
    var methods = names.stream().map(TestName::method).collect(Collectors.toSet());
    try {
      Path folder = Files.createDirectories(scratch.resolve("untouched").resolve(first.type()));
      Map<String, TestOutcome> outcomes =
          forked.run(tree.moduleOf(first), List.of(), first.type(), methods, folder);
      return names.stream()
          .collect(
              Collectors.toMap(
                  name -> name, name -> outcomes.getOrDefault(name.method(), MISSING)));
    } catch (BadGuard e) {
      // Told with each guard of these tests, which need the same class.
      return Map.of();
    }
  }

  private Trial trial(Guard guard, TestOutcome asItIs) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Verdict verdict;
    try {
      verdict = verdict(guard, asItIs);
    } catch (BadGuard e) {
      verdict = new Verdict.NotTried(e.why());
    }
    var trial = new Trial(guard, verdict, Duration.ofNanos(System.nanoTime() - began));
    synchronized (out) {
      out.println(trial.line());
    }
    return trial;
  }

  private Verdict verdict(Guard guard, TestOutcome asItIs)
      throws IOException, InterruptedException, BadGuard {
    TestName test = guard.test();
    MavenModule tested = tree.moduleOf(test);
    if (asItIs != PASSED) {
      return new Verdict.NotTried(
          switch (asItIs) {
            case MISSING -> "there is no test " + test + ".";
            case SKIPPED -> test + " is skipped on this machine.";
            case ENDLESS -> test + " does not end, with the guard in place.";
            default -> test + " fails with the guard in place.";
          });
    }
    Path folder = Files.createDirectories(scratch.resolve(guard.id()));
    Path classes = folder.resolve("classes");
    Mutant.compile(guard, tree.moduleOf(guard), folder, classes);
    TestOutcome without =
        forked
            .run(tested, List.of(classes), test.type(), List.of(test.method()), folder)
            .getOrDefault(test.method(), MISSING);
    return switch (without) {
      case FAILED -> new Verdict.Caught();
      case PASSED -> new Verdict.Survived();
      case SKIPPED, MISSING -> new Verdict.NotTried(test + " does not run without the guard.");
      case ENDLESS -> new Verdict.NotTried(test + " does not end without the guard.");
    };
  }
}
