package io.quantumvault.forensics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The search as an operator runs it, in a process of its own. */
final class ToolProcess {
  private ToolProcess() {}

  /** What it said, and how it ended. */
  record Said(int exitCode, String text) {}

  /** Searches the memory of a victim. */
  static Said search(VictimProcess victim, Path secrets, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pid",
                Long.toString(victim.pid()),
                "--secrets",
                secrets.toString(),
                "--java-heap",
                "%x-%x".formatted(victim.heap().from(), victim.heap().to())));
    arguments.addAll(List.of(more));
    return run(List.of(), classes(), MemorySearch.class, arguments.toArray(String[]::new));
  }

  /** Runs a program of the class path that a folder is, behind the words of another command. */
  static Said run(List<String> before, Path classes, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", classes.toString(), program.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.outputWriter(StandardCharsets.UTF_8).close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  /** Where the search's own classes lie, and nothing else: it needs no other. */
  static Path classes() throws Exception {
    return Path.of(MemorySearch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Copies the search's classes to where anyone may read them. */
  static Path copyClasses(Path to) throws Exception {
    Path from = classes();
    if (!Files.isDirectory(from)) {
      return Files.copy(from, to.resolve("forensics.jar"));
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return to;
  }
}
