package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.forensics.MemorySearch;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The search of a process's memory, run as a person runs it: a program of its own. */
public final class MemorySearchRun {
  /** A label that every process with key memory has, else nothing it does not find counts. */
  private static final String CONTROL =
      HexFormat.of().formatHex("QuantumVault/v2/".getBytes(UTF_8));

  private final List<String> lines = new ArrayList<>();

  /** What it printed and its exit code: 0 nothing found, 1 found, 2 not run. */
  public record Result(int exit, String out) {}

  /** Adds something to look for; the types are those of the tool's file. */
  public MemorySearchRun secret(String name, String type, byte[] value) {
    lines.add(name + " " + type + " " + HexFormat.of().formatHex(value));
    return this;
  }

  /** Stops the process for as long as one search takes. */
  public Result search(long pid) throws IOException, InterruptedException, URISyntaxException {
    Path secrets =
        Files.createTempFile(
            "secrets",
            ".txt",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(secrets, lines);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  Path.of(
                          MemorySearch.class
                              .getProtectionDomain()
                              .getCodeSource()
                              .getLocation()
                              .toURI())
                      .toString(),
                  MemorySearch.class.getName(),
                  "--pid",
                  Long.toString(pid),
                  "--secrets",
                  secrets.toString(),
                  "--quiet",
                  "true",
                  "--control",
                  CONTROL)
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out);
    } finally {
      Files.delete(secrets);
    }
  }
}
