package io.quantumvault.acceptance.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.platform.launcher.Launcher;

/** Runs methods of a test class in a Java of their own, as Maven would. */
final class ForkedTests {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final List<String> jvmFlags;
  private final Path root;

  ForkedTests(SourceTree tree, Path root) throws IOException {
    this.jvmFlags = tree.jvmFlags();
    this.root = root;
  }

  /**
   * How each of the methods ended.
   *
   * @param first folders of classes that stand before the module's own
   * @param scratch an empty folder, in which the output is kept
   */
  Map<String, TestOutcome> run(
      MavenModule module,
      List<Path> first,
      String testClass,
      Collection<String> methods,
      Path scratch)
      throws IOException, InterruptedException, BadGuard {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // As for Maven's tests, see the parent's pom.xml.
            "-Dquantumvault.key-memory.fallback-suffices=true",
            "-Dquantumvault.vectors=" + System.getProperty("quantumvault.vectors", ""),
            "-Dquantumvault.root=" + root,
            "-cp",
            classPath(module, first),
            NamedTests.class.getName(),
            scratch.resolve("results").toString(),
            testClass));
    command.addAll(methods);
    Process process =
        new ProcessBuilder(command)
            .directory(module.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("output").toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      if (process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        return outcomes(methods, scratch.resolve("results"), process.exitValue());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return methods.stream().collect(Collectors.toMap(name -> name, name -> TestOutcome.ENDLESS));
  }

  private static Map<String, TestOutcome> outcomes(
      Collection<String> methods, Path results, int exit) throws IOException {
    boolean began = Files.exists(results);
    List<String> lines = began ? Files.readAllLines(results) : List.of();
    var outcomes = new HashMap<String, TestOutcome>();
    for (String method : methods) {
      outcomes.put(method, outcome(lines, method, began && exit != 0));
    }
    return outcomes;
  }

  private static TestOutcome outcome(List<String> lines, String method, boolean crashed) {
    if (lines.contains(method + " failed") || lines.contains("* failed")) {
      return TestOutcome.FAILED;
    }
    if (lines.contains(method + " skipped") || lines.contains("* skipped")) {
      return TestOutcome.SKIPPED;
    }
    // A Java that ends in a test fails it under Maven too; one that never began is another matter.
    if (crashed) {
      return TestOutcome.FAILED;
    }
    return lines.contains(method + " passed") ? TestOutcome.PASSED : TestOutcome.MISSING;
  }

  // What runs the tests comes last, so that nothing of it stands in the way of the module's own.
  private static String classPath(MavenModule module, List<Path> first) throws BadGuard {
    var all = new ArrayList<Path>(first);
    all.addAll(module.testClassPath());
    all.add(home(Launcher.class));
    all.add(home(NamedTests.class));
    return all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
