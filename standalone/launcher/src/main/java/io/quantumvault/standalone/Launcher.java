package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program behind {@code ./qv}: one command, its options, an exit code. */
public final class Launcher {
  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private Launcher() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    quietLogs();
    int exit = run(Arrays.asList(args), System.out, System.err);
    // The services' threads would keep the process; the command is over.
    Runtime.getRuntime().exit(exit);
  }

  /**
   * Runs a command.
   *
   * @return 0 when it did what it says
   */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    String name = args.isEmpty() ? "--help" : args.getFirst();
    List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
    try {
      return Command.named(name).run(rest, out, err);
    } catch (StartRefused e) {
      err.println("qv: " + e.getMessage());
      return REFUSED;
    } catch (RuntimeException e) {
      err.println("qv: " + name + " failed: " + e + "; more in the logs of the data folder.");
      org.slf4j.LoggerFactory.getLogger(Launcher.class).error("Failed", e);
      return FAILED;
    }
  }

  // One log for the process, in the data folder; the terminal is for progress.
  private static void quietLogs() {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-standalone.xml");
    }
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  /** The folder the build put the program into: {@code lib} and {@code signer/lib} under it. */
  static Path distribution() {
    String given = System.getProperty("quantumvault.distribution");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    try {
      Path code =
          Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // dist/lib/launcher.jar, or target/classes under a test.
      Path folder = code.resolve("..").normalize();
      return folder.endsWith("lib") ? folder.resolve("..").normalize() : folder.resolve("dist");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The program does not know where it lies", e);
    }
  }
}
