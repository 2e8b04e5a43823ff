package io.quantumvault.ingest.price;

import java.util.Map;

/** What was published before this start. */
@FunctionalInterface
public interface PriceHistory {
  /**
   * The newest published price of each market there is one of.
   *
   * @throws RuntimeException when that cannot be told now
   */
  Map<String, ObservedPrice> newest();
}
