package io.quantumvault.audit.verify;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the program was called with.
 *
 * @param prefix start of all origins and key names
 */
record Arguments(
    String url,
    String user,
    Path passwordFile,
    Path key,
    @Nullable Path checkpoint,
    String prefix) {

  static final String HELP =
      """
      audit verify: recomputes every leaf hash and every root of the audit trail, and compares
      them with the signed checkpoints.

        --url JDBC-URL         for example jdbc:postgresql://127.0.0.1:5433/quantumvault
        --user NAME            a role that may select in the schema audit
        --password-file FILE
        --key FILE             the checkpoint key's public half, 32 raw bytes (.pub)
        --checkpoint FILE      heads.note from outside the database; shows a tail cut off
        --name PREFIX          start of the origins and key names, quantumvault.local/audit if absent
        --help

      Exit code 0: intact. 1: something is wrong, the first thing is named. 2: could not be checked.
      """;

  private static final Set<String> NAMES =
      Set.of("--url", "--user", "--password-file", "--key", "--checkpoint", "--name");

  static Arguments parse(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i])) {
        throw new IllegalArgumentException("unknown argument " + args[i]);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      given.put(args[i], args[i + 1]);
    }
    String checkpoint = given.get("--checkpoint");
    return new Arguments(
        required(given, "--url"),
        required(given, "--user"),
        Path.of(required(given, "--password-file")),
        Path.of(required(given, "--key")),
        checkpoint == null ? null : Path.of(checkpoint),
        given.getOrDefault("--name", "quantumvault.local/audit"));
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
