package io.quantumvault.standalone.platform;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@link Provision} is told.
 *
 * @param kafka the administrator's listener
 * @param secrets folder of one file per login, {@code kafka-<user>} and {@code postgres-<role>}
 * @param keys folder of the services' key folders
 */
record ProvisionOptions(Address kafka, Address postgres, Path secrets, Path keys) {
  private static final Set<String> NAMES = Set.of("kafka", "postgres", "secrets", "keys");

  /** A host and a port. */
  record Address(String host, int port) {
    private static Address parse(String name, String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 1 || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
        throw new StartRefused("--" + name + " must be host:port, not " + text + ".");
      }
      return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * @throws StartRefused for an option that is unknown, missing or not understood
   */
  static ProvisionOptions parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 2 ? arg.substring(2, equals) : "";
      if (!NAMES.contains(name)) {
        throw new StartRefused(
            "Not understood: " + arg + "; the options are --kafka, --postgres, --secrets, --keys.");
      }
      given.put(name, arg.substring(equals + 1));
    }
    return new ProvisionOptions(
        Address.parse("kafka", required(given, "kafka")),
        Address.parse("postgres", required(given, "postgres")),
        Path.of(required(given, "secrets")),
        Path.of(required(given, "keys")));
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null || value.isBlank()) {
      throw new StartRefused("--" + name + " is missing.");
    }
    return value;
  }
}
