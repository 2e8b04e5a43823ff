package io.quantumvault.control.outcome;

import java.util.List;
import java.util.function.Function;

/**
 * The end of an operation that may be refused for a reason the caller can act on. Broken
 * infrastructure is an exception instead.
 */
public sealed interface Outcome<T> {
  /** It happened. */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * It did not happen, and nothing was changed.
   *
   * @param details what is wrong, in words for people; never a secret
   */
  record Refused<T>(Refusal refusal, List<String> details) implements Outcome<T> {
    public Refused {
      details = List.copyOf(details);
    }

    /** The same refusal for an operation with another result. */
    public <R> Outcome<R> as() {
      return new Refused<>(refusal, details);
    }
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Refusal refusal, String... details) {
    return new Refused<>(refusal, List.of(details));
  }

  static <T> Outcome<T> refused(Refusal refusal, List<String> details) {
    return new Refused<>(refusal, details);
  }

  /** Goes on only when done. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T> refused -> refused.as();
    };
  }

  /** Another view of the result. */
  default <R> Outcome<R> map(Function<? super T, ? extends R> view) {
    return then(value -> new Done<>(view.apply(value)));
  }
}
