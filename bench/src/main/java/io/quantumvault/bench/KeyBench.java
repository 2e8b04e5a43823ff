package io.quantumvault.bench;

import io.quantumvault.keys.memory.KeyMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./qv bench keys}: what a trade's keys cost beside their references, measured in the same
 * run. Every round is a fresh process for each arm, one after the other, so that no arm has the
 * machine's better minutes to itself.
 */
public final class KeyBench {
  private static final List<String> ARMS =
      List.of(
          "bareSign",
          "bareAgreeAndSign",
          "signer",
          "chain",
          "sunEc",
          "bouncyCastle",
          "sunEcSign",
          "bouncyCastleSign");
  private static final Set<String> HELP = Set.of("--help", "-h");

  private KeyBench() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && HELP.contains(arguments[0])) {
      System.out.print(KeyBenchOptions.USAGE);
      return;
    }
    try {
      System.exit(run(KeyBenchOptions.parse(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println("qv: " + e.getMessage() + "; ./qv bench keys --help says how");
    } catch (RunnerException | IOException | IllegalStateException e) {
      System.err.println("qv: it could not be measured: " + e.getMessage());
    }
    System.exit(2);
  }

  private static int run(KeyBenchOptions options) throws RunnerException, IOException {
    String machine = machine(options);
    System.out.println(machine);
    Rounds rounds = new Rounds();
    for (int round = 1; round <= options.rounds(); round++) {
      for (String arm : ARMS) {
        Rounds.Measured measured = measure(arm, options);
        rounds.add(arm, measured);
        System.out.printf("round %d %-16s %8.0f/s%n", round, arm, measured.perSecond());
      }
    }
    String table = Report.markdown(rounds, "bareSign");
    List<Mark> marks = Mark.ofKeys(rounds);
    Files.createDirectories(options.out());
    Files.writeString(options.out().resolve("keys.md"), machine + "\n\n" + table);
    Files.writeString(options.out().resolve("keys.csv"), Report.csv(rounds));
    Files.writeString(
        options.out().resolve("keys.svg"),
        Report.svg(rounds, "Trades' keys per second, one thread; line: lowest to highest round"));
    System.out.println("\n" + table);
    marks.forEach(System.out::println);
    System.out.println("written to " + options.out().toAbsolutePath());
    return marks.stream().allMatch(Mark::isMet) ? 0 : 1;
  }

  private static Rounds.Measured measure(String arm, KeyBenchOptions options)
      throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + KeyCycleBenchmark.class.getName() + "\\." + arm + "$")
                    .forks(1)
                    // BouncyCastle takes the compiler longest: half of this was not enough for it.
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(options.seconds() * 500L))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(options.seconds() * 500L))
                    .jvmArgs(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-D" + KeyCycleBenchmark.SEED_PROPERTY + "=" + options.seed())
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run();
    RunResult result = results.iterator().next();
    return new Rounds.Measured(
        result.getPrimaryResult().getScore(),
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore());
  }

  private static String machine(KeyBenchOptions options) throws IOException {
    KeyMemory memory = KeyMemory.start(true);
    return "%s, %d processors, Java %s, key memory %s and %s, seed %d, %d rounds of %d s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            memory.pagesText(),
            memory.callsText(),
            options.seed(),
            options.rounds(),
            options.seconds());
  }

  static String processor() throws IOException {
    return Files.readAllLines(java.nio.file.Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst(".*: ", ""))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
