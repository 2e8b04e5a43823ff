package io.quantumvault.acceptance.mutants;

import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What of the list is tried, and how.
 *
 * @param only guards whose name holds a match
 * @param module guards of this module's main code alone
 * @param integration tests with real servers too
 * @param jobs how many at once; those with real servers always run one by one
 */
record Options(Pattern only, @Nullable String module, boolean integration, int jobs, boolean list) {
  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  static Options of(List<String> words) {
    var rest = new ArrayDeque<>(words);
    Pattern only = Pattern.compile("");
    String module = null;
    boolean integration = true;
    int jobs = 2;
    boolean list = false;
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--only" -> only = pattern(value(option, rest));
        case "--module" -> module = value(option, rest);
        case "--no-its" -> integration = false;
        case "--jobs" -> jobs = number(value(option, rest));
        case "--list" -> list = true;
        default ->
            throw new IllegalArgumentException(
                "there is no option " + option + "; ./qv mutants --help lists them.");
      }
    }
    return new Options(only, module, integration, jobs, list);
  }

  private static String value(String option, ArrayDeque<String> rest) {
    String value = rest.poll();
    if (value == null) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return value;
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(text + " is not a regular expression.", e);
    }
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException("--jobs takes a number from 1 to 99.");
    }
    return Integer.parseInt(text);
  }
}
