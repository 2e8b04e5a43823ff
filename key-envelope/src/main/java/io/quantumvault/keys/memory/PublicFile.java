package io.quantumvault.keys.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Files of 32 raw bytes of a public half: anyone may read them as far as the umask allows, only
 * their owner write.
 *
 * <p>What is checked is the open descriptor, so the file cannot be swapped between check and read.
 */
public final class PublicFile {
  private PublicFile() {}

  /**
   * The 32 bytes.
   *
   * @throws KeyFileRefused when missing, of another size, or writable by others or owned by another
   *     user than this one and root, who could put their own key there
   */
  public static byte[] load(Path path) {
    try (OpenFile file = OpenFile.of(path);
        Arena arena = Arena.ofConfined()) {
      if ((file.mode() & 022) != 0) {
        throw new KeyFileRefused(path, "others than its owner may write it: chmod 644");
      }
      file.requireOwnOrRoots();
      if (file.size() != KeyFile.KEY_BYTES) {
        throw new KeyFileRefused(path, "it does not have 32 bytes");
      }
      MemorySegment read = arena.allocate(KeyFile.KEY_BYTES);
      file.readWhole(read);
      return PublicBytes.out(read);
    }
  }

  /**
   * Writes a new file of mode 0644, as far as the umask allows, which appears whole or not at all.
   *
   * @throws KeyFileRefused when it exists or cannot be made
   */
  public static void create(Path file, byte[] publicKey) {
    create(file, publicKey, unfinished -> {});
  }

  /** The same, with what is to be done before it has its name. */
  public static void create(Path file, byte[] publicKey, NewFile.Finishing finishing) {
    try (Arena arena = Arena.ofConfined()) {
      NewFile.write(file, PublicBytes.in(arena, publicKey), 0644, finishing);
    }
  }
}
