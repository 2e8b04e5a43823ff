package io.quantumvault.keys.memory;

import java.nio.file.Path;

/**
 * A key file that will not be used, and what to do about it.
 *
 * <p>Thrown at start-up for the operator to read; it names the file and never its content.
 */
public final class KeyFileRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String why;

  /** Names the file and what is wrong with it; the way to make a good one is added. */
  public KeyFileRefused(Path file, String why) {
    super(
        "key file %s refused: %s. Make one with: umask 077; head -c 32 /dev/urandom > %s"
            .formatted(file, why, file));
    this.why = why;
  }

  /** What is wrong, without the advice: for a secret that is not made of random bytes. */
  public String why() {
    return why;
  }
}
