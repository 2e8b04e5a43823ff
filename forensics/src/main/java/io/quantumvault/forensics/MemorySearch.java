package io.quantumvault.forensics;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Searches the memory of a running process for known secrets.
 *
 * <p>Exit code 0: nothing was found, and every snapshot showed its controls; 1: something was
 * found; 2: not run, and why.
 */
public final class MemorySearch {
  private static final String USAGE =
      "MemorySearch --pid PID --secrets FILE [--snapshots N] [--quiet true] [--registers true]"
          + " [--control HEX] [--java-heap FROM-TO]";
  private static final Set<String> OPTIONS =
      Set.of(
          "--pid",
          "--secrets",
          "--snapshots",
          "--quiet",
          "--registers",
          "--control",
          "--java-heap");

  private MemorySearch() {}

  /** See the class. */
  public static void main(String... arguments) {
    System.exit(run(System.out, arguments));
  }

  static int run(PrintStream out, String... arguments) {
    return Report.exitCode(out, report -> search(report, arguments));
  }

  private static int search(Report report, String... arguments) {
    Arguments options = Arguments.parse(USAGE, OPTIONS, arguments);
    long pid = options.number("--pid", options.require("--pid"));
    long wanted = options.number("--snapshots", options.get("--snapshots").orElse("1"));
    boolean quiet = options.isTrue("--quiet");
    AddressRange heap =
        options.get("--java-heap").map(AddressRange::parse).orElse(AddressRange.USUAL_JAVA_HEAP);
    Patterns patterns = patterns(options);
    report.patterns(patterns);
    var snapshots = new ArrayList<Snapshot>();
    try (var process = ProcessSearch.of(pid, patterns, heap, new SplittableRandom())) {
      if (options.isTrue("--registers")) {
        process.withRegisters();
      }
      while (snapshots.size() < wanted) {
        Snapshot snapshot = quiet ? process.asItIs() : process.whileItWorks();
        snapshots.add(snapshot);
        report.snapshot("snapshot " + snapshots.size(), snapshot);
      }
    }
    return report.conclusion(snapshots);
  }

  /** What the file lists, and the control of the command line. */
  private static Patterns patterns(Arguments options) {
    List<Secret> secrets = new ArrayList<>(SecretsFile.load(Path.of(options.require("--secrets"))));
    options.get("--control").ifPresent(hex -> secrets.add(control(hex)));
    return Patterns.of(secrets);
  }

  private static Secret control(String hex) {
    try {
      return new Secret("control", SecretType.PUBLIC_CONTROL, HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new NotRun("option --control is not hexadecimal");
    }
  }
}
