package io.quantumvault.signer.chain;

import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How much work to ask for: what a simulation used and a margin, remembered for each kind of
 * action, so that trades of one kind cost one simulation in a while.
 */
public final class ComputeUnits {
  private static final int MOST_KINDS = 1024;

  private final Chain chain;
  private final InstantSource clock;
  private final Bounds bounds;

  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_KINDS;
        }
      };

  private record Known(int units, Instant at) {}

  /**
   * Within which limits.
   *
   * @param unknown asked for when the simulation fails
   * @param most never more than this
   * @param marginPercent on top of what the simulation used
   * @param holds how long a kind's figure is used
   */
  public record Bounds(int unknown, int most, int marginPercent, Duration holds) {
    /** Refuses bounds that contradict each other. */
    public Bounds {
      if (unknown < 1 || most < unknown || marginPercent < 0) {
        throw new IllegalArgumentException("compute units are positive, the most is the most");
      }
    }
  }

  /** Takes a clock that does not jump. */
  public ComputeUnits(Chain chain, InstantSource clock, Bounds bounds) {
    this.chain = chain;
    this.clock = clock;
    this.bounds = bounds;
  }

  /**
   * Compute units to ask for.
   *
   * @param kind of action, at a venue: actions of one kind do much the same work
   * @param transaction wire bytes, with any signature, asking for at most the network's units; made
   *     only if it is to be simulated
   */
  public int limit(String kind, Supplier<byte[]> transaction) {
    var now = clock.instant();
    synchronized (known) {
      var before = known.get(kind);
      if (before != null && Duration.between(before.at(), now).compareTo(bounds.holds()) < 0) {
        return before.units();
      }
    }
    try {
      var simulated = chain.simulate(transaction.get());
      if (!simulated.error().isEmpty() || simulated.unitsConsumed() <= 0) {
        return bounds.unknown();
      }
      int units = withMargin(simulated.unitsConsumed());
      synchronized (known) {
        known.put(kind, new Known(units, now));
      }
      return units;
    } catch (ChainException e) {
      // A trade is not held up by a question about its size.
      return bounds.unknown();
    }
  }

  /** One failed, perhaps for want of units: what comes is simulated again. */
  public void forget() {
    synchronized (known) {
      known.clear();
    }
  }

  private int withMargin(long used) {
    long bounded = Math.min(used, bounds.most());
    return (int)
        Math.min(bounds.most(), bounded + Math.ceilDiv(bounded * bounds.marginPercent(), 100L));
  }
}
