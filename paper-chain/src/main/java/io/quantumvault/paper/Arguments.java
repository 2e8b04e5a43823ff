package io.quantumvault.paper;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Settings by name: {@code --name=value}, else the system property {@code paper-chain.name}. */
record Arguments(Map<String, String> given) {
  private static final Set<String> NAMES =
      Set.of(
          "host",
          "port",
          "data-dir",
          "slot-millis",
          "taker-fee-ppm",
          "spread-ppm",
          "fill-latency-slots",
          "prices-move",
          "walk-seed",
          "walk-step-ppm",
          "alpenglow",
          "skipped-ppm",
          "ws-port",
          "nodes",
          "faults",
          "landing");

  static Arguments of(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 2 ? arg.substring(2, equals) : "";
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("not understood: " + arg);
      }
      given.put(name, arg.substring(equals + 1));
    }
    return new Arguments(Map.copyOf(given));
  }

  boolean has(String name) {
    return !text(name, "").isEmpty();
  }

  String text(String name, String otherwise) {
    String value = given.get(name);
    return value == null ? System.getProperty("paper-chain." + name, otherwise) : value;
  }

  int number(String name, int otherwise) {
    try {
      return Integer.parseInt(text(name, Integer.toString(otherwise)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no whole number: " + name, e);
    }
  }
}
