package io.quantumvault.standalone;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One part of the running system.
 *
 * @param hindrance why it is not ready; empty when it is
 */
record Service(String name, Supplier<Optional<String>> hindrance) {
  State state() {
    try {
      return new State(name, hindrance.get());
    } catch (RuntimeException e) {
      return new State(name, Optional.of("does not answer: " + e.getClass().getSimpleName()));
    }
  }

  /** What a service is at one moment. */
  record State(String name, Optional<String> hindrance) {
    boolean ready() {
      return hindrance.isEmpty();
    }
  }
}
