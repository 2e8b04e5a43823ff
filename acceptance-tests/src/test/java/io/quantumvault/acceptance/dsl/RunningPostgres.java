package io.quantumvault.acceptance.dsl;

import io.quantumvault.owner.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The database server of an installation, as whoever runs its machine sees it. */
public final class RunningPostgres {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String NOBODY = "nobody";

  private final Installation system;
  private final Path cluster;

  /** Of this system. */
  public RunningPostgres(Installation system) {
    this.system = system;
    this.cluster = system.data().resolve("postgres/cluster");
  }

  /**
   * Kills one of its children, for which the server itself ends all others without a word, and
   * recovers from its log as after {@code pg_ctl restart -m immediate}; returns when it answers.
   */
  public void crash() throws IOException, InterruptedException {
    postmaster().children().findAny().orElseThrow().destroyForcibly();
    awaitAnswer("PostgreSQL after its crash");
  }

  /** All of it stands still until {@link #goOn}. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** After a pause. */
  public void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    var postmaster = postmaster();
    for (var process : Stream.concat(Stream.of(postmaster), postmaster.children()).toList()) {
      Signals.send(signal, process.pid());
    }
  }

  /**
   * Ends the server at once, as {@code pg_ctl stop -m immediate}, does something to its files and
   * starts it again as it was started.
   */
  public void whileStopped(FileWork work) throws IOException, InterruptedException {
    var postmaster = postmaster();
    var start = startCommand(postmaster);
    Signals.send("QUIT", postmaster.pid());
    postmaster.onExit().join();
    work.on(cluster);
    run(start);
    awaitAnswer("PostgreSQL after its start");
  }

  /** What is done to the files of a server that does not run. */
  @FunctionalInterface
  public interface FileWork {
    /** Does it. */
    void on(Path cluster) throws IOException, InterruptedException;
  }

  /** Copies a cluster's files with their owner and rights; what was at the target is gone. */
  public static void copy(Path from, Path to) throws IOException, InterruptedException {
    run(List.of("rm", "-rf", to.toString()));
    run(List.of("cp", "-a", from.toString(), to.toString()));
    // A copy of files says nothing of a process.
    Files.deleteIfExists(to.resolve("postmaster.pid"));
  }

  /** PostgreSQL refuses to run as root, so that it was started in another way there. */
  private List<String> startCommand(ProcessHandle postmaster) throws IOException {
    var program = Files.readSymbolicLink(Path.of("/proc/" + postmaster.pid() + "/exe"));
    var command = new ArrayList<String>();
    if (postmaster.info().user().orElseThrow().equals(NOBODY)) {
      command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", "65534", "--clear-groups"));
    } else if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            program.resolveSibling("pg_ctl").toString(),
            "start",
            "--wait",
            "--silent",
            "--pgdata=" + cluster,
            "--log=" + cluster.resolve("server.log")));
    return command;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    // A file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open for ever.
    var output = Files.createTempFile("postgres", ".out");
    try {
      var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.environment().put("LC_ALL", "C");
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  private ProcessHandle postmaster() throws IOException {
    var file = cluster.resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
        .orElseThrow();
  }

  private void awaitAnswer(String what) throws IOException, InterruptedException {
    Poll.until(PATIENCE, what, this::answers);
  }

  private boolean answers() throws IOException, InterruptedException {
    try (var connection = system.database("qv_signer")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false; // recovering
    }
  }
}
