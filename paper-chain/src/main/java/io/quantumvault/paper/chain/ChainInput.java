package io.quantumvault.paper.chain;

import io.quantumvault.paper.address.Address;
import io.quantumvault.paper.venue.VenueChange;
import io.quantumvault.paper.venue.VenueSettings;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what the chain is. The same inputs in the same order always give the same
 * chain, blocks without any input included.
 */
public sealed interface ChainInput {

  /**
   * The first input of all.
   *
   * @param nonce tells one chain from another
   * @param prices first prices by market, in 1e-6 USDC
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Genesis(byte[] nonce, Map<String, Long> prices, long millis) implements ChainInput {
    public Genesis {
      prices = Map.copyOf(prices);
    }
  }

  /**
   * From {@code slot} on, blocks are timed from {@code millis} and the venue behaves as set.
   *
   * @param skippedPpm how many of a million slots pass without a block
   */
  record Session(long slot, long millis, long slotMillis, VenueSettings venue, int skippedPpm)
      implements ChainInput {}

  /** Slots up to here may have been seen by somebody. */
  record Reserved(long throughSlot) implements ChainInput {}

  /** The transactions of one block, as they came over the wire. */
  record Block(long slot, List<byte[]> transactions) implements ChainInput {
    public Block {
      transactions = List.copyOf(transactions);
    }
  }

  /** Lamports out of nothing; the 64 bytes stand in for a signature. */
  @SuppressWarnings("ArrayRecordComponent")
  record Airdrop(long slot, Address to, long lamports, byte[] signature) implements ChainInput {}

  /** USDC collateral out of nothing, in 1e-6. */
  record Deposit(long slot, Address user, long amount) implements ChainInput {}

  /** A price set by hand, in 1e-6 USDC. */
  record PriceSet(long slot, String market, long price) implements ChainInput {}

  /** So many slots after {@code slot} pass without a block. */
  record Skip(long slot, int count) implements ChainInput {
    private static final int MAX = 10_000;

    public Skip {
      if (count < 1 || count > MAX) {
        throw new IllegalArgumentException("slots must be 1 to " + MAX);
      }
    }
  }

  /** An address lookup table out of nothing, good from the next block on. */
  record LookupTable(long slot, Address table, List<Address> addresses) implements ChainInput {
    public LookupTable {
      addresses = List.copyOf(addresses);
    }
  }

  /** Something that the venue or its administrator does. */
  record Venue(long slot, VenueChange change) implements ChainInput {}
}
