package io.quantumvault.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the passwords that the drivers of Kafka and PostgreSQL take only as text. */
final class Passwords {
  private Passwords() {}

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the password file " + file, e);
    }
  }
}
