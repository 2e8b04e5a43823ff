package io.quantumvault.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How long and where to.
 *
 * @param rounds each arm is measured once in every round
 * @param seconds of measuring an arm in a round, after twice as many of warming up
 * @param out where table, values and picture go
 * @param seed of the throw-away keys
 */
record KeyBenchOptions(int rounds, int seconds, Path out, long seed) {
  static final String DECISION_USAGE =
      """
      ./qv bench decision [--rounds N] [--seconds S] [--out DIR]

      Alerts decided a second on one core, by the function the policy stage calls: an entry, an exit, both halves of a
      turn, a refused entry. N rounds (5), S seconds each (2) after twice as long for warming up. Exit code 0 if every
      mark is met, 1 if one is missed, 2 if it cannot run.
      """;

  static final String USAGE =
      """
      ./qv bench keys [--rounds N] [--seconds S] [--out DIR] [--seed N]

      The cycle of one trade's keys (open the execution key, derive, open the seed, sign, wipe) beside the bare
      signature of the native library, the JDK and BouncyCastle: arms alternate, N rounds (5), S seconds each (2)
      after twice as long for warming up. Exit code 0 if every mark is met, 1 if one is missed, 2 if it cannot run.
      """;

  static KeyBenchOptions parse(String... arguments) {
    int rounds = 5;
    int seconds = 2;
    Path out = Path.of("bench-results");
    long seed = System.nanoTime();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : null;
      switch (arguments[i]) {
        case "--rounds" -> rounds = (int) number("--rounds", value, 1, 1000);
        case "--seconds" -> seconds = (int) number("--seconds", value, 1, 600);
        case "--seed" -> seed = number("--seed", value, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--out" -> out = folder(value);
        default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
    }
    return new KeyBenchOptions(rounds, seconds, out, seed);
  }

  static Path folder(@Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("--out needs a folder");
    }
    return Path.of(value);
  }

  static long number(String option, @Nullable String value, long least, long most) {
    try {
      long number = Long.parseLong(String.valueOf(value));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    throw new IllegalArgumentException(
        option
            + " needs a whole number"
            + (most == Long.MAX_VALUE ? "" : " from " + least + " to " + most));
  }
}
