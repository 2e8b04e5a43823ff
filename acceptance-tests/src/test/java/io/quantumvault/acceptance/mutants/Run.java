package io.quantumvault.acceptance.mutants;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Tries guards: first every test as it is, which must pass, then each guard's without the guard. */
final class Run {
  private final SourceTree tree;
  private final ForkedTests forked;
  private final Path scratch;
  private final PrintStream out;
  private final Map<TestName, TestOutcome> untouched = new ConcurrentHashMap<>();

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

  private List<Trial> tried(List<Guard> guards, int jobs)
      throws InterruptedException, ExecutionException {
    Map<String, List<TestName>> byClass =
        guards.stream().map(Guard::test).distinct().collect(Collectors.groupingBy(TestName::type));
    try (var threads = Executors.newFixedThreadPool(jobs)) {
      all(
          threads.invokeAll(
              byClass.values().stream().<Callable<Void>>map(names -> () -> asTheyAre(names))
                  .toList()));
      return all(
          threads.invokeAll(
              guards.stream().<Callable<Trial>>map(guard -> () -> trial(guard)).toList()));
    }
  }

  private static <T> List<T> all(List<Future<T>> futures)
      throws InterruptedException, ExecutionException {
    var values = new ArrayList<T>();
    for (Future<T> future : futures) {
      values.add(future.get());
    }
    return values;
  }

  @SuppressWarnings("NullAway") // A Callable that has nothing to say.
  private Void asTheyAre(List<TestName> names) throws IOException, InterruptedException {
    TestName first = names.getFirst();
    var methods = names.stream().map(TestName::method).collect(Collectors.toCollection(TreeSet::new));
    try {
      Path folder = Files.createDirectories(scratch.resolve("untouched").resolve(first.type()));
      Map<String, TestOutcome> outcomes =
          forked.run(tree.moduleOf(first), List.of(), first.type(), methods, folder);
      names.forEach(name -> untouched.put(name, outcomes.get(name.method())));
    } catch (BadGuard e) {
      // Told with each guard of these tests, which need the same class.
    }
    return null;
  }

  private Trial trial(Guard guard) throws IOException, InterruptedException {
    long began = System.nanoTime();
    Verdict verdict;
    try {
      verdict = verdict(guard);
    } catch (BadGuard e) {
      verdict = new Verdict.NotTried(e.why());
    }
    var trial = new Trial(guard, verdict, Duration.ofNanos(System.nanoTime() - began));
    synchronized (out) {
      out.println(trial.line());
    }
    return trial;
  }

  private Verdict verdict(Guard guard) throws IOException, InterruptedException, BadGuard {
    TestName test = guard.test();
    Module tested = tree.moduleOf(test);
    TestOutcome asItIs = untouched.getOrDefault(test, TestOutcome.MISSING);
    if (asItIs != TestOutcome.PASSED) {
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
            .getOrDefault(test.method(), TestOutcome.MISSING);
    return switch (without) {
      case FAILED -> new Verdict.Caught();
      case PASSED -> new Verdict.Survived();
      case SKIPPED, MISSING -> new Verdict.NotTried(test + " does not run without the guard.");
      case ENDLESS -> new Verdict.NotTried(test + " does not end without the guard.");
    };
  }
}
