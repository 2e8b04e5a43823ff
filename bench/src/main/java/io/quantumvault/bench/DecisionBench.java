package io.quantumvault.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code ./qv bench decision}: how many alerts one core decides a second, by the very function the
 * policy stage calls.
 */
public final class DecisionBench {
  private static final List<String> ARMS = List.of("entry", "exit", "turn", "refused");
  private static final ArmBench BENCH =
      new ArmBench(
          "decision",
          DecisionBenchmark.class,
          ARMS,
          "entry",
          "Decisions per second, one thread; line: lowest to highest round",
          List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC"),
          rounds -> Mark.ofDecisions(rounds, ARMS));

  private DecisionBench() {}

  public static void main(String[] arguments) {
    ArmBench.main(arguments, "decision", KeyBenchOptions.DECISION_USAGE, DecisionBench::run);
  }

  private static int run(KeyBenchOptions options) throws RunnerException, IOException {
    return BENCH.run(
        options,
        "%s, %d processors, Java %s, %d rounds of %d s"
            .formatted(
                ArmBench.processor(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                options.rounds(),
                options.seconds()));
  }
}
