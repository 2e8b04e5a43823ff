package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.DataFolder;
import io.quantumvault.standalone.platform.Orphan;
import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stops what runs on a data folder: a system, one that is still starting, and what a killed one
 * left behind.
 */
final class DownCommand {
  private final Path data;
  private final PrintStream out;

  DownCommand(Path data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  /**
   * Returns when nothing of it runs any more.
   *
   * @throws StartRefused if nothing ran, or something does not end
   */
  int run() {
    boolean ran = new RunningSystem(data).stop();
    List<String> left = endOrphans();
    if (!left.isEmpty()) {
      out.println("Stopped what a killed system had left: " + String.join(", ", left) + ".");
    } else if (ran) {
      out.println("Stopped.");
    } else {
      throw new StartRefused("Nothing runs on " + data + ".");
    }
    return 0;
  }

  private List<String> endOrphans() {
    if (!Files.isDirectory(data.resolve("run"))) {
      return List.of();
    }
    // Held meanwhile: a system that starts now takes them over itself, and has processes of its
    // own.
    try (Held held = new Held(DataFolder.ifFree(data))) {
      return held.folder().isPresent() ? endThem() : List.of();
    } catch (IOException e) {
      throw new StartRefused("The data folder " + data + " cannot be used: " + e.getMessage(), e);
    }
  }

  private record Held(Optional<DataFolder> folder) implements AutoCloseable {
    @Override
    public void close() {
      folder.ifPresent(DataFolder::close);
    }
  }

  private List<String> endThem() throws IOException {
    List<String> ended = new ArrayList<>();
    new SignerOrphans(data).end().forEach(pid -> ended.add("signer-service (process " + pid + ")"));
    Orphan.under(data).stop().ifPresent(pid -> ended.add("PostgreSQL (process " + pid + ")"));
    return ended;
  }
}
