package io.quantumvault.forensics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of a command line, each a name and a value. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /** Refuses what is not one of the known options. */
  static Arguments parse(String usage, Set<String> known, String... arguments) {
    var parsed = new Arguments();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new NotRun("usage: " + usage);
      }
      parsed.values.put(arguments[i], arguments[i + 1]);
    }
    return parsed;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean isTrue(String name) {
    return Boolean.parseBoolean(get(name).orElse("false"));
  }

  String require(String name) {
    return get(name).orElseThrow(() -> new NotRun("option " + name + " is missing"));
  }

  long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new NotRun("option " + name + " is not a number");
    }
  }
}
