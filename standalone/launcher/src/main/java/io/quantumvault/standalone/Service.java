package io.quantumvault.standalone;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One part of the running system.
 *
 * @param hindrance why it is not ready; empty when it is
 * @param note what else people should know of it; may be empty
 */
record Service(String name, Supplier<Optional<String>> hindrance, Supplier<String> note) {
  Service(String name, Supplier<Optional<String>> hindrance) {
    this(name, hindrance, () -> "");
  }

  State state() {
    try {
      return new State(name, hindrance.get(), note.get());
    } catch (RuntimeException e) {
      return new State(name, Optional.of("does not answer: " + e.getClass().getSimpleName()), "");
    }
  }

  /** What a service is at one moment. */
  record State(String name, Optional<String> hindrance, String note) {
    boolean ready() {
      return hindrance.isEmpty();
    }

    /** Whether it runs, and only people can mend what keeps it from being ready. */
    boolean waitsForPeople() {
      return hindrance.filter(PeoplesWork::is).isPresent();
    }

    /** In words, such as {@code ready}. */
    String told() {
      String now = hindrance.orElse("ready");
      return note.isEmpty() ? now : now + "; " + note;
    }
  }
}
