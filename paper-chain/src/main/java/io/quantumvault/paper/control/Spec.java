package io.quantumvault.paper.control;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names and values as a start option ({@code lag=30,history=none}) or a {@code paper_*} method has
 * them. Every error names what was being described and what is wrong with it.
 */
public final class Spec {
  private final String what;
  private final Map<String, String> values;
  private final Set<String> asked = new HashSet<>();

  private Spec(String what, Map<String, String> values) {
    this.what = what;
    this.values = values;
  }

  public static Spec of(String what, Map<String, String> values) {
    return new Spec(what, Map.copyOf(values));
  }

  /** Reads {@code name=value,name=value}; nothing at all is no value. */
  public static Spec parse(String what, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException(what + ": no name=value: " + part.strip());
      }
    }
    return of(what, values);
  }

  /** Reads several of them, with semicolons between. */
  public static List<Spec> list(String what, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(";", -1)).map(part -> parse(what, part)).toList();
  }

  boolean has(String name) {
    asked.add(name);
    return values.containsKey(name);
  }

  String text(String name, String otherwise) {
    asked.add(name);
    return values.getOrDefault(name, otherwise);
  }

  String text(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(what + ": " + name + " is missing");
    }
    return text(name, "");
  }

  long number(String name, long otherwise) {
    String value = text(name, Long.toString(otherwise));
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + ": " + name + " is no whole number: " + value, e);
    }
  }

  int integer(String name, int otherwise) {
    long value = number(name, otherwise);
    if (value != (int) value) {
      throw new IllegalArgumentException(what + ": " + name + " is too large: " + value);
    }
    return (int) value;
  }

  boolean flag(String name, boolean otherwise) {
    String value = text(name, Boolean.toString(otherwise));
    return switch (value) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default ->
          throw new IllegalArgumentException(what + ": " + name + " is neither true nor false");
    };
  }

  /** Parts with a plus between them; none when the name is not given. */
  List<String> parts(String name) {
    String value = text(name, "");
    return value.isEmpty() ? List.of() : Arrays.stream(value.split("\\+", -1)).toList();
  }

  IllegalArgumentException unknown(String name, String choices) {
    return new IllegalArgumentException(
        what + ": " + name + " must be " + choices + ", not " + text(name, ""));
  }

  /** Refuses names that nobody asked for. */
  void requireAllKnown() {
    Set<String> strange = new TreeSet<>(values.keySet());
    strange.removeAll(asked);
    if (!strange.isEmpty()) {
      throw new IllegalArgumentException(
          what + ": not understood: " + strange + "; known are " + new TreeSet<>(asked));
    }
  }
}
