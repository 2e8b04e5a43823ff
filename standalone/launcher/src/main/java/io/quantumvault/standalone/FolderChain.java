package io.quantumvault.standalone;

import io.quantumvault.standalone.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The chain a data folder belongs to, from its first start on: owners, grants and ledger of one
 * chain mean nothing on another.
 *
 * @param chain cluster and genesis hash, or the paper chain's name
 */
record FolderChain(Path folder, String chain) {
  private static final String FILE = "chain.id";

  /**
   * Refuses a folder that belongs to another chain.
   *
   * @throws StartRefused which names both
   */
  FolderChain {
    Path file = folder.resolve(FILE);
    try {
      String before = Files.exists(file) ? Files.readString(file).strip() : chain;
      if (!before.equals(chain)) {
        throw new StartRefused(
            "The data folder %s belongs to %s, not to %s; choose another with --data."
                .formatted(folder, before, chain));
      }
    } catch (IOException e) {
      throw new StartRefused("The data folder " + folder + " cannot be read.", e);
    }
  }

  /** From now on the folder is this chain's. */
  void bind() {
    Path aside = folder.resolve(FILE + ".new");
    try {
      Files.writeString(aside, chain + System.lineSeparator());
      Files.move(
          aside,
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StartRefused("The data folder " + folder + " cannot be written.", e);
    }
  }
}
