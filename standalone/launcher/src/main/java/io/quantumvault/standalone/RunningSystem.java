package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What another process can know of a system that runs on a data folder, by files in {@code run}.
 *
 * @param data the data folder
 */
record RunningSystem(Path data) {
  // A start ends only between its steps.
  private static final int STOP_SECONDS = 120;

  /** Leaves word that this process runs here, before it starts anything. */
  void announce() throws IOException {
    Files.deleteIfExists(run().resolve("system.json"));
    Files.createDirectories(
        run(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ProcessMark.of(ProcessHandle.current()).write(run().resolve("system.pid"));
  }

  /** Leaves word that everything is ready, with the description others read. */
  void ready(String description) throws IOException {
    Files.writeString(run().resolve("system.json"), description);
  }

  void withdraw() {
    try {
      Files.deleteIfExists(run().resolve("system.json"));
      Files.deleteIfExists(run().resolve("system.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path run() {
    return data.resolve("run");
  }

  Optional<ProcessHandle> process() {
    Path file = run().resolve("system.pid");
    try {
      return Files.exists(file) ? ProcessMark.read(file).process() : Optional.empty();
    } catch (IOException e) {
      throw new StartRefused("The data folder " + data + " cannot be read.", e);
    }
  }

  /**
   * The description of the running system.
   *
   * @throws StartRefused if none runs here, or it is not ready yet
   */
  String description() {
    if (process().isEmpty()) {
      throw new StartRefused("Nothing runs on " + data + "; start it with ./qv up.");
    }
    Path file = run().resolve("system.json");
    try {
      if (!Files.exists(file)) {
        throw new StartRefused("The system on " + data + " is still starting; ask again.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartRefused("The data folder " + data + " cannot be read.", e);
    }
  }

  /**
   * Stops it, and whoever goes on in its place: the shell that starts a system hands its work to
   * another process.
   *
   * @return false if none ran
   * @throws StartRefused if it does not end
   */
  boolean stop() {
    Optional<ProcessHandle> process = process();
    boolean ran = process.isPresent();
    while (process.isPresent()) {
      end(process.get());
      process = process();
    }
    return ran;
  }

  private void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw stillThere(process, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stillThere(process, e);
    }
  }

  private StartRefused stillThere(ProcessHandle process, Exception e) {
    return new StartRefused(
        "Process " + process.pid() + " does not end; its log is in " + data + "/logs.", e);
  }
}
