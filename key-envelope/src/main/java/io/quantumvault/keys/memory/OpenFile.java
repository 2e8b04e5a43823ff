package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file open for reading, and what it is: asked of the open descriptor, so that it cannot be
 * swapped between check and read.
 *
 * @param mode its permissions
 */
record OpenFile(Path path, int descriptor, int mode, int user, long size) implements AutoCloseable {
  private static final int O_READ_CLOEXEC = 02000000;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final long STATX_UID = 20;
  private static final long STATX_MODE = 28;
  private static final long STATX_SIZE = 40;
  private static final int ENOENT = 2;

  /** Opens a plain file; anything else is refused. */
  static OpenFile of(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = Libc.open(arena.allocateFrom(path.toString()), O_READ_CLOEXEC, 0);
      if (fd < 0) {
        throw new KeyFileRefused(path, fd == -ENOENT ? "it does not exist" : "cannot open it");
      }
      try {
        return examined(path, fd, arena);
      } catch (Throwable t) {
        Libc.close(fd);
        throw t;
      }
    }
  }

  private static OpenFile examined(Path path, int fd, Arena arena) {
    MemorySegment stat = arena.allocate(256, 8);
    if (Libc.statx(fd, arena.allocateFrom(""), AT_EMPTY_PATH, STATX_BASIC_STATS, stat) != 0) {
      throw new KeyFileRefused(path, "cannot examine it");
    }
    int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, STATX_MODE));
    if ((mode & 0170000) != 0100000) {
      throw new KeyFileRefused(path, "it is not a plain file");
    }
    return new OpenFile(
        path, fd, mode & 0777, stat.get(JAVA_INT, STATX_UID), stat.get(JAVA_LONG, STATX_SIZE));
  }

  /** Whoever owns a file can write it, whatever its mode. */
  void requireOwnOrRoots() {
    if (user != 0 && user != Libc.effectiveUser()) {
      throw new KeyFileRefused(path, "it belongs to another user");
    }
  }

  /** Reads so many bytes from its beginning. */
  void readWhole(MemorySegment to) {
    long done = 0;
    while (done < to.byteSize()) {
      long got = Libc.read(descriptor, to.asSlice(done), to.byteSize() - done);
      if (got <= 0) {
        throw new KeyFileRefused(path, "it could not be read whole");
      }
      done += got;
    }
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
