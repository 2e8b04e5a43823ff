package io.quantumvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./qv bench decision}: how many alerts one core decides a second, by the very function the
 * policy stage calls. Every round is a fresh process for each arm.
 */
public final class DecisionBench {
  private static final List<String> ARMS = List.of("entry", "exit", "turn", "refused");
  private static final Set<String> HELP = Set.of("--help", "-h");

  private DecisionBench() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && HELP.contains(arguments[0])) {
      System.out.print(KeyBenchOptions.DECISION_USAGE);
      return;
    }
    try {
      System.exit(run(KeyBenchOptions.parse(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println("qv: " + e.getMessage() + "; ./qv bench decision --help says how");
    } catch (RunnerException | IOException | IllegalStateException e) {
      System.err.println("qv: it could not be measured: " + e.getMessage());
    }
    System.exit(2);
  }

  private static int run(KeyBenchOptions options) throws RunnerException, IOException {
    String machine =
        "%s, %d processors, Java %s, %d rounds of %d s"
            .formatted(
                KeyBench.processor(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.rounds(),
                options.seconds());
    System.out.println(machine);
    Rounds rounds = new Rounds();
    for (int round = 1; round <= options.rounds(); round++) {
      for (String arm : ARMS) {
        Rounds.Measured measured = measure(arm, options);
        rounds.add(arm, measured);
        System.out.printf("round %d %-8s %9.0f/s%n", round, arm, measured.perSecond());
      }
    }
    String table = Report.markdown(rounds, "entry");
    List<Mark> marks = Mark.ofDecisions(rounds, ARMS);
    Files.createDirectories(options.out());
    Files.writeString(options.out().resolve("decision.md"), machine + "\n\n" + table);
    Files.writeString(options.out().resolve("decision.csv"), Report.csv(rounds));
    Files.writeString(
        options.out().resolve("decision.svg"),
        Report.svg(rounds, "Decisions per second, one thread; line: lowest to highest round"));
    System.out.println("\n" + table);
    marks.forEach(System.out::println);
    System.out.println("written to " + options.out().toAbsolutePath());
    return marks.stream().allMatch(Mark::isMet) ? 0 : 1;
  }

  private static Rounds.Measured measure(String arm, KeyBenchOptions options)
      throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + DecisionBenchmark.class.getName() + "\\." + arm + "$")
                    .forks(1)
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(options.seconds() * 500L))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(options.seconds() * 500L))
                    // As the launcher runs the stage.
                    .jvmArgs("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    var result = results.iterator().next();
    return new Rounds.Measured(
        result.getPrimaryResult().getScore(),
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }
}
