package io.quantumvault.ingest;

import org.jspecify.annotations.Nullable;

/** Checks that stop a start with a sentence about the setting that is wrong. */
final class Settings {
  private Settings() {}

  static void require(@Nullable Object value, String name) {
    check(value != null && !value.toString().isBlank(), name + " is not set");
  }

  static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
