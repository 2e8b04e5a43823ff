package io.quantumvault.paper.venue;

import io.quantumvault.paper.address.Address;
import java.util.List;
import java.util.Optional;

/** The three perp markets; sizes in 1e-9 of the base asset, the tick in 1e-6 USDC. */
public record Market(String name, int index, int feedId, long step, long tick) {
  /** Initial and maintenance margin in ten-thousandths: ten and twenty times leverage. */
  public static final int INITIAL_MARGIN = 1_000;

  public static final int MAINTENANCE_MARGIN = 500;
  public static final int USDC_FEED = 7;

  public static final List<Market> ALL =
      List.of(
          new Market("SOL-PERP", 0, 6, 10_000_000, 100),
          new Market("BTC-PERP", 1, 1, 100_000, 100_000),
          new Market("ETH-PERP", 2, 2, 1_000_000, 10_000));

  public static Optional<Market> at(int index) {
    return ALL.stream().filter(m -> m.index == index).findFirst();
  }

  public static Optional<Market> named(String name) {
    return ALL.stream().filter(m -> m.name.equals(name)).findFirst();
  }

  public Address oracle() {
    return DriftAddresses.oracle(feedId);
  }

  public Address account() {
    return DriftAddresses.perpMarket(index);
  }
}
