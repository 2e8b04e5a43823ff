package io.quantumvault.keys.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file that appears under its name whole and synced, or not at all, and never in the place
 * of another: it is written aside, finished, synced, given its name by a link, and the folder is
 * synced. What a crash leaves aside is never read as a key; {@link #removeUnfinished} clears it.
 */
public final class NewFile {
  private static final String UNFINISHED = ".unfinished";
  private static final int O_CREATE_NEW = 02000000 | 0x80 | 0x40 | 1;
  private static final int EEXIST = 17;

  private NewFile() {}

  /** What is done to a file before it has its name, such as giving it to its reader. */
  @FunctionalInterface
  public interface Finishing {
    /** The file under the name that it has until then. */
    void finish(Path unfinished) throws IOException;
  }

  /**
   * Refuses, leaving nothing behind, when the file exists or cannot be made.
   *
   * @param mode what the umask lets of it
   */
  static void write(Path file, MemorySegment bytes, int mode, Finishing finishing) {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    boolean linked = false;
    try (Arena arena = Arena.ofConfined()) {
      // What a crash left under this name was never in use.
      Files.deleteIfExists(unfinished);
      int fd = Libc.open(arena.allocateFrom(unfinished.toString()), O_CREATE_NEW, mode);
      if (fd < 0) {
        throw new KeyFileRefused(file, "cannot create it");
      }
      try {
        fill(file, fd, bytes);
        finishing.finish(unfinished);
        link(file, fd, arena);
        linked = true;
      } finally {
        Libc.close(fd);
        Files.deleteIfExists(unfinished);
      }
      sync(file.resolveSibling("."));
    } catch (IOException e) {
      throw new KeyFileRefused(file, linked ? "it could not be made to last" : "cannot create it");
    }
  }

  private static void fill(Path file, int fd, MemorySegment bytes) {
    if (Libc.write(fd, bytes, bytes.byteSize()) != bytes.byteSize() || Libc.fsync(fd) != 0) {
      throw new KeyFileRefused(file, "it could not be written whole");
    }
  }

  /** By the descriptor, so that what gets the name is what was written. */
  private static void link(Path file, int fd, Arena arena) {
    int answer = Libc.link(fd, arena.allocateFrom(file.toString()));
    if (answer != 0) {
      throw new KeyFileRefused(file, answer == -EEXIST ? "it exists already" : "cannot create it");
    }
  }

  /**
   * Removes what a crash left in a folder of keys. Where another process is just making a key
   * there, that one fails and makes it anew the next time.
   *
   * @throws IOException when the folder cannot be listed, or a file not be removed
   */
  public static void removeUnfinished(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
      for (Path each : left) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
