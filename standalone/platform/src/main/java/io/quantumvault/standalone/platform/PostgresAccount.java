package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run. They refuse the superuser, so under root they run in a user
 * namespace of their own, or, where namespaces are blocked, as {@code nobody}.
 */
record PostgresAccount(List<String> prefix, boolean ownsFilesAsNobody) {
  private static final int NOBODY = 65534;

  /**
   * Chooses the account, and where that is nobody gives it the folder and lets it pass through the
   * data folder above.
   *
   * @throws StartRefused if root has neither way out here
   */
  static PostgresAccount takingOver(Path folder) {
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (!Integer.valueOf(0).equals(uid)) {
        return new PostgresAccount(List.of(), false);
      }
      PostgresAccount namespace = new PostgresAccount(List.of("unshare", "-U"), false);
      if (namespace.canRun(List.of("true"))) {
        return namespace;
      }
      return asNobody(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresAccount asNobody(Path folder) throws IOException {
    String id = Integer.toString(NOBODY);
    PostgresAccount nobody =
        new PostgresAccount(
            List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups"), true);
    // Others may pass through the data folder, not list it; what is secret in it has its own mode.
    Path dataFolder = folder.toAbsolutePath().resolveSibling(".").normalize();
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(dataFolder);
    mode.addAll(PosixFilePermissions.fromString("--x--x--x"));
    Files.setPosixFilePermissions(dataFolder, mode);
    nobody.own(folder);
    if (!nobody.canRun(List.of("test", "-x", folder.toString()))) {
      throw new StartRefused(
          "PostgreSQL does not run as root, user namespaces are blocked here and user nobody cannot"
              + " reach "
              + folder
              + "; choose a data folder outside root's home with --data, or run as an ordinary"
              + " user.");
    }
    return nobody;
  }

  /** Gives a file or folder to whom PostgreSQL runs as. */
  Path own(Path file) throws IOException {
    if (ownsFilesAsNobody) {
      Files.setAttribute(file, "unix:uid", NOBODY);
      Files.setAttribute(file, "unix:gid", NOBODY);
    }
    return file;
  }

  /** The same for a whole tree. */
  void ownAll(Path root) throws IOException {
    if (ownsFilesAsNobody) {
      FileOwner nobody = new FileOwner(NOBODY, NOBODY);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          nobody.takeOver(file);
        }
      }
    }
  }

  private boolean canRun(List<String> command) {
    try {
      return run(command, 10).exit() == 0;
    } catch (StartRefused e) {
      return false;
    }
  }

  /** Runs a program to its end and returns what it said. */
  Outcome run(List<String> command, int timeoutSeconds) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    try {
      // A file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open for ever.
      Path output = Files.createTempFile("quantumvault", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.directory(Path.of("/").toFile()).start();
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Outcome(-1, "no answer in " + timeoutSeconds + " s");
        }
        return new Outcome(
            process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new StartRefused("Cannot run " + whole.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + whole.getFirst(), e);
    }
  }

  record Outcome(int exit, String output) {}
}
