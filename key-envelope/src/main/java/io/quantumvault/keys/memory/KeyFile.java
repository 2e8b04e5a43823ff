package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Files of 32 raw key bytes and mode 0600, read and written without touching the heap.
 *
 * <p>What is checked is the open descriptor, so the file cannot be swapped between check and read.
 */
public final class KeyFile {
  /** The size of every key file. */
  public static final int KEY_BYTES = 32;

  private static final int MAX_FILE_BYTES = 4096;
  private static final int O_READ_CLOEXEC = 02000000;
  private static final int O_CREATE_NEW = 02000000 | 0x80 | 0x40 | 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final long STATX_UID = 20;
  private static final long STATX_MODE = 28;
  private static final long STATX_SIZE = 40;
  private static final int ENOENT = 2;
  private static final int EEXIST = 17;

  private KeyFile() {}

  /**
   * Loads a key: exactly 32 bytes, readable by its owner alone, not made by hand.
   *
   * @throws KeyFileRefused with what is wrong and how to make a good one
   */
  public static SecretMemory load(Path file) {
    SecretMemory key = read(file);
    try {
      if (key.size() != KEY_BYTES) {
        throw new KeyFileRefused(file, "it has " + key.size() + " bytes, not 32");
      }
      if (KeyStrength.looksHandMade(key)) {
        throw new KeyFileRefused(file, "its bytes are not random");
      }
      return key;
    } catch (Throwable t) {
      key.close();
      throw t;
    }
  }

  /**
   * Writes a new file of mode 0600 and syncs it.
   *
   * @throws KeyFileRefused when the file exists or cannot be made
   */
  public static void create(Path file, SecretMemory key) {
    MemorySegment bytes = key.segment();
    try (Arena arena = Arena.ofConfined()) {
      int fd = Libc.open(arena.allocateFrom(file.toString()), O_CREATE_NEW, 0600);
      if (fd < 0) {
        throw new KeyFileRefused(file, fd == -EEXIST ? "it exists already" : "cannot create it");
      }
      boolean written;
      try {
        written =
            Libc.write(fd, bytes, bytes.byteSize()) == bytes.byteSize() && Libc.fsync(fd) == 0;
      } finally {
        Libc.close(fd);
      }
      if (!written) {
        throw new KeyFileRefused(file, "it could not be written whole");
      }
    }
  }

  static SecretMemory read(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = Libc.open(arena.allocateFrom(file.toString()), O_READ_CLOEXEC, 0);
      if (fd < 0) {
        throw new KeyFileRefused(file, fd == -ENOENT ? "it does not exist" : "cannot open it");
      }
      try {
        return readWhole(file, fd, checkedSize(file, fd, arena));
      } finally {
        Libc.close(fd);
      }
    }
  }

  private static int checkedSize(Path file, int fd, Arena arena) {
    MemorySegment stat = arena.allocate(256, 8);
    if (Libc.statx(fd, arena.allocateFrom(""), AT_EMPTY_PATH, STATX_BASIC_STATS, stat) != 0) {
      throw new KeyFileRefused(file, "cannot examine it");
    }
    int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, STATX_MODE));
    int user = stat.get(JAVA_INT, STATX_UID);
    long size = stat.get(JAVA_LONG, STATX_SIZE);
    if ((mode & 0170000) != 0100000) {
      throw new KeyFileRefused(file, "it is not a plain file");
    }
    if ((mode & 077) != 0) {
      throw new KeyFileRefused(
          file,
          "its mode is 0%o, readable by others than its owner: chmod 600, and replace the key if anyone may have read it"
              .formatted(mode & 0777));
    }
    if (user != 0 && user != Libc.effectiveUser()) {
      throw new KeyFileRefused(file, "it belongs to another user");
    }
    if (size < 1 || size > MAX_FILE_BYTES) {
      throw new KeyFileRefused(file, "it has " + size + " bytes");
    }
    return (int) size;
  }

  private static SecretMemory readWhole(Path file, int fd, int size) {
    return SecretMemory.filled(
        size,
        to -> {
          long done = 0;
          while (done < size) {
            long got = Libc.read(fd, to.asSlice(done), size - done);
            if (got <= 0) {
              throw new KeyFileRefused(file, "it could not be read whole");
            }
            done += got;
          }
        });
  }
}
