package io.quantumvault.bench;

import java.nio.file.Path;

/**
 * How much and where to.
 *
 * @param commits that are measured, after those of warming up
 * @param restSeconds how long nothing is committed afterwards
 * @param out where table and values go
 * @param seed of gaps and payload
 */
record OutboxBenchOptions(int commits, int restSeconds, Path out, long seed) {
  static final String USAGE =
      """
      ./qv bench outbox [--commits N] [--rest SECONDS] [--out DIR] [--seed N]

      From just before a commit of the control plane to the moment a consumer has its record, through PostgreSQL,
      Debezium and Kafka as the product runs them: N commits (300) at random gaps; then SECONDS (60) in which nothing
      is committed, and what the connector's threads take of a core meanwhile. Exit code 0 if every mark is met, 1 if
      one is missed, 2 if it cannot run.
      """;

  static OutboxBenchOptions parse(String... arguments) {
    int commits = 300;
    int restSeconds = 60;
    Path out = Path.of("bench-results");
    long seed = System.nanoTime();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : null;
      switch (arguments[i]) {
        case "--commits" ->
            commits = (int) KeyBenchOptions.number("--commits", value, 1, 1_000_000);
        case "--rest" -> restSeconds = (int) KeyBenchOptions.number("--rest", value, 1, 3600);
        case "--seed" ->
            seed = KeyBenchOptions.number("--seed", value, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--out" -> out = KeyBenchOptions.folder(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    return new OutboxBenchOptions(commits, restSeconds, out, seed);
  }
}
