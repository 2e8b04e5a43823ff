package io.quantumvault.control.inbound;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids as clients write them. */
final class PathId {
  private PathId() {}

  static @Nullable UUID optional(@Nullable String text, String name) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalRequest(name + " must be a UUID");
    }
  }
}
