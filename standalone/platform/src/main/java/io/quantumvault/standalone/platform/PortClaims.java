package io.quantumvault.standalone.platform;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which ports were promised and may not be listened on yet. A claim holds against this process and,
 * as a lock on the port's byte of a file, against every other process of the same user, for as long
 * as this process lives.
 */
final class PortClaims {
  private final Set<Integer> mine = ConcurrentHashMap.newKeySet();

  /** The JVM forgets whose a lock was once nobody holds the object. */
  private final Queue<FileLock> locks = new ConcurrentLinkedQueue<>();

  /** Never closed while claims matter: closing gives up every lock. Null where it cannot be had. */
  private final @Nullable FileChannel shared;

  /**
   * @param file need not exist. Where it cannot be written, claims hold against this process only.
   */
  PortClaims(Path file) {
    this.shared = open(file);
  }

  static PortClaims ofThisUser() {
    return new PortClaims(
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "quantumvault-ports-" + System.getProperty("user.name")));
  }

  /** Whether the port is this process's from now on; false if it was, or is another's. */
  boolean claim(int port) {
    return mine.add(port) && (shared == null || locks(shared, port));
  }

  private boolean locks(FileChannel shared, int port) {
    try {
      FileLock lock = shared.tryLock(port, 1, false);
      return lock != null && locks.add(lock);
    } catch (OverlappingFileLockException e) {
      return false; // another one's in this process
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  private static @Nullable FileChannel open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE, NOFOLLOW_LINKS));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return channel;
    } catch (IOException e) {
      return null;
    }
  }
}
