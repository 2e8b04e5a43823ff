package io.quantumvault.bench;

import io.quantumvault.keys.memory.KeyMemory;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code ./qv bench keys}: what a trade's keys cost beside their references, measured in the same
 * run.
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

  private KeyBench() {}

  public static void main(String[] arguments) {
    ArmBench.main(arguments, "keys", KeyBenchOptions.USAGE, KeyBench::run);
  }

  private static int run(KeyBenchOptions options) throws RunnerException, IOException {
    var bench =
        new ArmBench(
            "keys",
            KeyCycleBenchmark.class,
            ARMS,
            "bareSign",
            "Trades' keys per second, one thread; line: lowest to highest round",
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-D" + KeyCycleBenchmark.SEED_PROPERTY + "=" + options.seed()),
            Mark::ofKeys);
    return bench.run(options, machine(options));
  }

  private static String machine(KeyBenchOptions options) throws IOException {
    KeyMemory memory = KeyMemory.start(true);
    return "%s, %d processors, Java %s, key memory %s and %s, seed %d, %d rounds of %d s"
        .formatted(
            ArmBench.processor(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            memory.pagesText(),
            memory.callsText(),
            options.seed(),
            options.rounds(),
            options.seconds());
  }
}
