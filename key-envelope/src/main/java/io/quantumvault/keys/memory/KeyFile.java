package io.quantumvault.keys.memory;

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
   * Writes a new file of mode 0600, which appears whole or not at all.
   *
   * @throws KeyFileRefused when the file exists or cannot be made
   */
  public static void create(Path file, SecretMemory key) {
    create(file, key, unfinished -> {});
  }

  /** The same, with what is to be done before it has its name. */
  public static void create(Path file, SecretMemory key, NewFile.Finishing finishing) {
    NewFile.write(file, key.segment(), 0600, finishing);
  }

  static SecretMemory read(Path path) {
    try (OpenFile file = OpenFile.of(path)) {
      if ((file.mode() & 077) != 0) {
        throw new KeyFileRefused(
            path,
            "its mode is 0%o, readable by others than its owner: chmod 600, and replace the key if anyone may have read it"
                .formatted(file.mode()));
      }
      file.requireOwnOrRoots();
      if (file.size() < 1 || file.size() > MAX_FILE_BYTES) {
        throw new KeyFileRefused(path, "it has " + file.size() + " bytes");
      }
      return SecretMemory.filled((int) file.size(), file::readWhole);
    }
  }
}
