package io.quantumvault.keys.kms.metered;

import io.quantumvault.keys.kms.KeyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often key management was asked, with what outcome, and how long that took: for whatever
 * metrics library a service has. It may be used by many threads.
 */
public final class KmsMetrics {
  /** What was asked for. */
  public enum Operation {
    /** A key was to be wrapped. */
    WRAP,
    /** A key was to be unwrapped. */
    UNWRAP;

    /** The value of a label. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What came of it. */
  public enum Outcome {
    /** It was done. */
    OK,
    /** A wrong key, context or bit. */
    CRYPTO_FAILURE,
    /** No answer in time, a refusal, or any other trouble. */
    UNAVAILABLE;

    /** The value of a label. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The sums since the process started.
   *
   * @param count how many calls
   * @param nanos how long they took together, in nanoseconds
   */
  public record Sum(KeyName key, Operation operation, Outcome outcome, long count, long nanos) {}

  private record Adders(LongAdder count, LongAdder nanos) {
    Adders() {
      this(new LongAdder(), new LongAdder());
    }
  }

  private final List<Adders> adders = new ArrayList<>();
  private final LongAdder refreshes = new LongAdder();
  private final LongAdder failedRefreshes = new LongAdder();

  /** All at zero. */
  public KmsMetrics() {
    int combinations =
        KeyName.values().length * Operation.values().length * Outcome.values().length;
    for (int i = 0; i < combinations; i++) {
      adders.add(new Adders());
    }
  }

  /** Adds one call that took so many nanoseconds. */
  public void add(KeyName key, Operation operation, Outcome outcome, long nanos) {
    Adders of = of(key, operation, outcome);
    of.count().increment();
    of.nanos().add(nanos);
  }

  /** Adds one refresh, made on a timer. */
  public void addRefresh(boolean failed) {
    (failed ? failedRefreshes : refreshes).increment();
  }

  /** How many refreshes read all there was. */
  public long refreshes() {
    return refreshes.sum();
  }

  /** How many did not: while this goes up, ended keys may stay in use and new ones be missing. */
  public long failedRefreshes() {
    return failedRefreshes.sum();
  }

  /** Every combination, those at zero as well, so that a series exists before its first event. */
  public List<Sum> snapshot() {
    List<Sum> sums = new ArrayList<>();
    for (KeyName key : KeyName.values()) {
      for (Operation operation : Operation.values()) {
        for (Outcome outcome : Outcome.values()) {
          Adders of = of(key, operation, outcome);
          sums.add(new Sum(key, operation, outcome, of.count().sum(), of.nanos().sum()));
        }
      }
    }
    return List.copyOf(sums);
  }

  private Adders of(KeyName key, Operation operation, Outcome outcome) {
    int row = key.ordinal() * Operation.values().length + operation.ordinal();
    return adders.get(row * Outcome.values().length + outcome.ordinal());
  }
}
