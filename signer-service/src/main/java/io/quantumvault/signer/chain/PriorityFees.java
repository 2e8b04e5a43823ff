package io.quantumvault.signer.chain;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.rpc.Chain;
import io.quantumvault.solana.rpc.ChainException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to bid for a place in a block: what others paid of late to write to the same accounts, never
 * more than the policy allows. An answer is used for two seconds.
 */
public final class PriorityFees {
  private static final Duration HOLDS = Duration.ofSeconds(2);
  private static final int MOST_HELD = 256;
  private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);

  private final Chain chain;
  private final InstantSource clock;
  private final int percentile;
  private final long floor;

  private final Map<Set<Address>, Held> held =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<Address>, Held> eldest) {
          return size() > MOST_HELD;
        }
      };

  private record Held(long microLamports, Instant at) {}

  /**
   * Takes what to bid at.
   *
   * @param percentile of what was paid, 1 to 100
   * @param floorMicroLamports bid at least this per compute unit, and this when nobody answers;
   *     within the cap too
   */
  public PriorityFees(Chain chain, InstantSource clock, int percentile, long floorMicroLamports) {
    if (percentile < 1 || percentile > 100 || floorMicroLamports < 0) {
      throw new IllegalArgumentException("a percentile is 1 to 100, a floor is not negative");
    }
    this.chain = chain;
    this.clock = clock;
    this.percentile = percentile;
    this.floor = floorMicroLamports;
  }

  /**
   * Micro-lamports to bid per compute unit, so that the whole fee, rounded up, is within the cap.
   *
   * @param writable the accounts that the transaction writes to
   * @param units compute units it asks for, positive
   * @param maxLamports the policy's cap on the whole priority fee; 0 for no bid, and nobody is
   *     asked
   */
  public long microLamportsPerUnit(List<Address> writable, int units, long maxLamports) {
    long highest = highest(units, maxLamports);
    return highest == 0 ? 0 : Math.min(highest, Math.max(floor, going(writable)));
  }

  /** The highest price whose fee, rounded up, is not above the cap. */
  static long highest(int units, long maxLamports) {
    if (maxLamports <= 0) {
      return 0;
    }
    var price = BigInteger.valueOf(maxLamports).multiply(MICRO).divide(BigInteger.valueOf(units));
    return price.bitLength() < Long.SIZE ? price.longValue() : Long.MAX_VALUE;
  }

  private long going(List<Address> writable) {
    var key = Set.copyOf(new HashSet<>(writable));
    var now = clock.instant();
    synchronized (held) {
      var known = held.get(key);
      if (known != null && Duration.between(known.at(), now).compareTo(HOLDS) < 0) {
        return known.microLamports();
      }
    }
    try {
      long price = percentile(chain.prioritizationFees(List.copyOf(key)));
      synchronized (held) {
        held.put(key, new Held(price, now));
      }
      return price;
    } catch (ChainException e) {
      // A trade is not held up by a question about its price.
      return floor;
    }
  }

  /** Nearest rank; a figure that cannot be is left out. */
  private long percentile(List<Long> fees) {
    var sorted = fees.stream().filter(fee -> fee >= 0).sorted().toList();
    return sorted.isEmpty() ? floor : sorted.get(Math.ceilDiv(percentile * sorted.size(), 100) - 1);
  }
}
