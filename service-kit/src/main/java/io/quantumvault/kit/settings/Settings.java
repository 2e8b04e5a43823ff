package io.quantumvault.kit.settings;

import org.jspecify.annotations.Nullable;

/** Checks that stop a start with one sentence about the setting that is wrong. */
public final class Settings {
  /** What all our settings begin with. */
  public static final String PREFIX = "quantumvault.";

  private Settings() {}

  /**
   * Refuses a setting that is missing or blank.
   *
   * @param name without {@link #PREFIX}
   */
  public static void require(@Nullable Object value, String name) {
    check(value != null && !value.toString().isBlank(), name + " is not set");
  }

  /**
   * Refuses a setting that cannot be used.
   *
   * @param sentence begins with its name, without {@link #PREFIX}; says what is wrong and what
   *     would be right
   * @throws IllegalArgumentException when {@code holds} is false
   */
  public static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(PREFIX + sentence);
    }
  }
}
