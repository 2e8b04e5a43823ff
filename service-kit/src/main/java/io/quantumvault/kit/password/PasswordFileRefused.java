package io.quantumvault.kit.password;

import java.nio.file.Path;

/** A password file that will not be used, with what is wrong; it never has any of the content. */
public final class PasswordFileRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  PasswordFileRefused(Path file, String why) {
    super(
        "the password file %s is refused: %s. It is to hold the password alone and be readable by this service's user alone"
            .formatted(file, why));
  }
}
