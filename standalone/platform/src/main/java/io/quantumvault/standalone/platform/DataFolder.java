package io.quantumvault.standalone.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The one folder that holds everything that persists. Open in one process at a time: a second
 * broker or database on the same files would destroy them. Only its owner can list or change it.
 */
public final class DataFolder implements AutoCloseable {
  // Passing through is not forbidden: where root cannot make user namespaces, PostgreSQL runs as
  // nobody and has to.
  private static final Set<PosixFilePermission> FORBIDDEN =
      EnumSet.copyOf(PosixFilePermissions.fromString("---rw-rw-"));

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens the folder, making it where it is missing.
   *
   * @throws StartRefused if it is no folder, belongs to another user, others may read or write it,
   *     it cannot be written, or it is in use; nothing in it has been changed then
   */
  public static DataFolder open(Path wanted) {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new StartRefused(path + " is a file, not a folder; choose another with --data.");
      }
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      refuseForeign(path);
      refuseOpen(path);
      return lock(path)
          .orElseThrow(() ->
              new StartRefused(
                  "The data folder "
                      + path
                      + " is in use by process "
                      + holder(path)
                      + "; stop that first."));
    } catch (IOException e) {
      throw new StartRefused(
          "The data folder " + path + " cannot be written; choose another with --data.", e);
    }
  }

  /**
   * An existing folder, whatever its modes, if no process has it open.
   *
   * @throws IOException if it is not there or cannot be written
   */
  public static Optional<DataFolder> ifFree(Path wanted) throws IOException {
    return lock(wanted.toAbsolutePath().normalize());
  }

  private static Optional<DataFolder> lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      return Optional.empty();
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return Optional.of(new DataFolder(path, channel));
  }

  private static String holder(Path path) {
    try {
      return Files.readString(path.resolve("lock")).strip();
    } catch (IOException e) {
      return "(unknown)";
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    Object mine = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Object owner = Files.getAttribute(path, "unix:uid");
    if (!mine.equals(owner)) {
      throw new StartRefused(
          "The data folder "
              + path
              + " belongs to user "
              + Files.getOwner(path).getName()
              + "; run as that user or choose another with --data.");
    }
  }

  private static void refuseOpen(Path path) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (!Collections.disjoint(mode, FORBIDDEN)) {
      throw new StartRefused(
          "The data folder "
              + path
              + " is open to others ("
              + PosixFilePermissions.toString(mode)
              + "); chmod 700 it, or choose another with --data.");
    }
  }

  @SuppressWarnings("resource") // released with the channel
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this same process
    }
  }

  /** Makes folders in it, where they are missing. */
  public void make(String... names) {
    try {
      for (String name : names) {
        Files.createDirectories(path.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Absolute. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
