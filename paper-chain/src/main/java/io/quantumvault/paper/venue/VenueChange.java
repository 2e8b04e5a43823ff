package io.quantumvault.paper.venue;

/**
 * Something that the venue's administrator or the market does, and that no transaction asks for.
 */
public sealed interface VenueChange {
  /** A perp market's status: 1 Active, 4 FillPaused, 6 ReduceOnly, 7 Settlement, 8 Delisted, … */
  record MarketStatus(String market, int status) implements VenueChange {
    public MarketStatus {
      requireMarket(market);
      require(status >= 0 && status <= 8, "status must be 0 to 8");
    }
  }

  /** The exchange's pause flags: 0 open, 8 fills paused, 64 settling paused, 255 all paused. */
  record ExchangeStatus(int flags) implements VenueChange {
    public ExchangeStatus {
      require(flags >= 0 && flags <= 255, "flags must be 0 to 255");
    }
  }

  /** While frozen, price, publish time and posted slot of the market's oracle stand still. */
  record OracleFrozen(String market, boolean frozen) implements VenueChange {
    public OracleFrozen {
      requireMarket(market);
    }
  }

  /**
   * The next orders that take are filled in part; what remains of them is cancelled.
   *
   * @param partPpm which part, in millionths, rounded down to the market's step
   * @param orders how many orders; 0 ends it
   */
  record PartialFills(int partPpm, int orders) implements VenueChange {
    public PartialFills {
      require(partPpm >= 0 && partPpm <= 1_000_000, "partPpm must be 0 to 1000000");
      require(orders >= 0, "orders must be 0 or more");
    }
  }

  /** The next orders use up an id and have no effect, in transactions that succeed. */
  record RejectedOrders(int orders) implements VenueChange {
    public RejectedOrders {
      require(orders >= 0, "orders must be 0 or more");
    }
  }

  /**
   * One payment at this rate of the position's value: longs pay shorts when it is above zero.
   *
   * @param ratePpm millionths of the position at the oracle's price
   */
  record Funding(String market, int ratePpm) implements VenueChange {
    public Funding {
      requireMarket(market);
      require(Math.abs((long) ratePpm) <= 1_000_000, "ratePpm must be -1000000 to 1000000");
    }
  }

  /** Whether accounts below the maintenance margin are liquidated; at first they are not. */
  record Liquidations(boolean on) implements VenueChange {}

  private static void requireMarket(String name) {
    require(Market.named(name).isPresent(), "no market " + name);
  }

  private static void require(boolean sound, String message) {
    if (!sound) {
      throw new IllegalArgumentException(message);
    }
  }
}
