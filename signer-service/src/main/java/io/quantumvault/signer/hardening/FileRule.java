package io.quantumvault.signer.hardening;

import java.nio.file.Path;

/**
 * What may be done with a file, or with everything under a folder.
 *
 * @param path absolute; links are followed when the rule is made
 */
record FileRule(Path path, Right right) {
  /** Each without the others, but reading is part of all. */
  enum Right {
    READ,
    /** Start it as a program. */
    RUN,
    /** Anything but starting it. */
    WRITE
  }
}
