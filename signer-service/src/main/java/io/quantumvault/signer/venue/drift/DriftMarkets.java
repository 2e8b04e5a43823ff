package io.quantumvault.signer.venue.drift;

import io.quantumvault.solana.address.Address;
import io.quantumvault.solana.venue.drift.DriftAddresses;
import java.util.List;
import java.util.Optional;

/** The markets this adapter was made for; no other is traded or valued. */
final class DriftMarkets {
  /** A market and the accounts it lives in. */
  record Listed(String symbol, int index, Address address, Address oracle) {}

  static final List<Listed> PERPS =
      List.of(perp("SOL-PERP", 0, 6), perp("BTC-PERP", 1, 1), perp("ETH-PERP", 2, 2));

  static final List<Listed> SPOTS = List.of(spot("USDC", 0, 7), spot("SOL", 1, 6));

  /** The market that all perps are quoted in. */
  static final int QUOTE_SPOT = 0;

  private DriftMarkets() {}

  static Optional<Listed> perp(String symbol) {
    return PERPS.stream().filter(market -> market.symbol().equals(symbol)).findFirst();
  }

  static Optional<Listed> perp(int index) {
    return PERPS.stream().filter(market -> market.index() == index).findFirst();
  }

  static Optional<Listed> spot(int index) {
    return SPOTS.stream().filter(market -> market.index() == index).findFirst();
  }

  private static Listed perp(String symbol, int index, int feed) {
    return new Listed(
        symbol,
        index,
        DriftAddresses.V2.perpMarket(index),
        DriftAddresses.V2.pythLazerOracle(feed));
  }

  private static Listed spot(String symbol, int index, int feed) {
    return new Listed(
        symbol,
        index,
        DriftAddresses.V2.spotMarket(index),
        DriftAddresses.V2.pythLazerOracle(feed));
  }
}
