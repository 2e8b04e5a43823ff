package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The PostgreSQL server that outlived a process which was killed. It is stopped before a new one
 * starts, and by {@code qv down}; a process that merely inherited its number is left alone.
 */
public record Orphan(Path cluster) {
  /** The one that may be left on a data folder. */
  public static Orphan under(Path dataDir) {
    return new Orphan(PostgresServer.clusterIn(dataDir.resolve("postgres")));
  }

  /**
   * Stops it, and returns when it has ended.
   *
   * @return the number of its process; empty if there was none
   * @throws StartRefused if it does not end
   */
  public Optional<Long> stop() throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process = ours(pidFile);
    if (process.isPresent() && !ended(process.get())) {
      throw new StartRefused(
          "An older PostgreSQL (process "
              + process.get().pid()
              + ") still runs on "
              + cluster
              + " and does not end; stop it first.");
    }
    Files.deleteIfExists(pidFile);
    return process.map(ProcessHandle::pid);
  }

  private Optional<ProcessHandle> ours(Path pidFile) throws IOException {
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::worksHere);
  }

  // The server's working folder is its data folder.
  private boolean worksHere(ProcessHandle process) {
    try {
      return Path.of("/proc/" + process.pid() + "/cwd").toRealPath().equals(cluster.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  // SIGTERM lets open sessions finish, whose owner is dead; SIGQUIT ends now, recovery follows.
  private static boolean ended(ProcessHandle process) {
    try {
      signal(process, "INT");
      return wait(process, 10) || (signal(process, "QUIT") && wait(process, 10));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean signal(ProcessHandle process, String name) throws IOException {
    new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start();
    return true;
  }

  private static boolean wait(ProcessHandle process, int seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
