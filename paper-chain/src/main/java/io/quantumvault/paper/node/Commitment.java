package io.quantumvault.paper.node;

import java.util.Locale;
import java.util.Optional;

/** How sure a client wants to be. */
public enum Commitment {
  PROCESSED,
  CONFIRMED,
  FINALIZED;

  /** As it is written in requests and answers. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Commitment> named(String text) {
    for (Commitment commitment : values()) {
      if (commitment.text().equals(text)) {
        return Optional.of(commitment);
      }
    }
    return Optional.empty();
  }
}
