package io.quantumvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures arms side by side. Every round is a fresh process for each arm, one after the other, so
 * that no arm has the machine's better minutes to itself.
 *
 * @param name of the files that are written
 * @param benchmark has a method of each arm's name
 * @param reference the arm that the table sets the others against
 * @param caption of the picture
 * @param jvmArguments of the processes
 * @param marks what was promised beforehand
 */
record ArmBench(
    String name,
    Class<?> benchmark,
    List<String> arms,
    String reference,
    String caption,
    List<String> jvmArguments,
    Function<Rounds, List<Mark>> marks) {

  /** Measures; 0 if every mark is met, 1 if one is missed. */
  int run(KeyBenchOptions options, String machine) throws RunnerException, IOException {
    System.out.println(machine);
    Rounds rounds = new Rounds();
    for (int round = 1; round <= options.rounds(); round++) {
      for (String arm : arms) {
        Rounds.Measured measured = measure(arm, options);
        rounds.add(arm, measured);
        System.out.printf("round %d %-16s %9.0f/s%n", round, arm, measured.perSecond());
      }
    }
    String table = Report.markdown(rounds, reference);
    List<Mark> met = marks.apply(rounds);
    Files.createDirectories(options.out());
    Files.writeString(options.out().resolve(name + ".md"), machine + "\n\n" + table);
    Files.writeString(options.out().resolve(name + ".csv"), Report.csv(rounds));
    Files.writeString(options.out().resolve(name + ".svg"), Report.svg(rounds, caption));
    System.out.println("\n" + table);
    met.forEach(System.out::println);
    System.out.println("written to " + options.out().toAbsolutePath());
    return met.stream().allMatch(Mark::isMet) ? 0 : 1;
  }

  private Rounds.Measured measure(String arm, KeyBenchOptions options) throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + benchmark.getName() + "\\." + arm + "$")
                    .forks(1)
                    // BouncyCastle takes the compiler longest: half of this was not enough for it.
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(options.seconds() * 500L))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(options.seconds() * 500L))
                    .jvmArgs(jvmArguments.toArray(String[]::new))
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

  /** A measurement that was asked for on the command line. */
  interface Running {
    /** Its exit code. */
    int run(KeyBenchOptions options) throws RunnerException, IOException;
  }

  /** Runs it, or says how; ends the process: 2 if it could not be measured. */
  static void main(String[] arguments, String command, String usage, Running running) {
    if (arguments.length > 0 && List.of("--help", "-h").contains(arguments[0])) {
      System.out.print(usage);
      return;
    }
    try {
      System.exit(running.run(KeyBenchOptions.parse(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println("qv: " + e.getMessage() + "; ./qv bench " + command + " --help says how");
    } catch (RunnerException | IOException | IllegalStateException e) {
      System.err.println("qv: it could not be measured: " + e.getMessage());
    }
    System.exit(2);
  }

  /** The processor's name, as the machine tells it. */
  static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst(".*: ", ""))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
