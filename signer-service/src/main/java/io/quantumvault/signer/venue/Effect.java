package io.quantumvault.signer.venue;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a landed transaction did to the trading account, by reading it before and after.
 *
 * @param filledBase signed base units; zero when nothing traded
 * @param averagePrice US dollars a base unit; null when nothing traded. Exact where the position
 *     grew; where it shrank the venue's fee is in it
 * @param realisedPnlUsd profit and loss the trade made real, the venue's fees taken off
 * @param restingOrderIds orders of this market that rest now and did not before
 */
public record Effect(
    BigDecimal filledBase,
    @Nullable BigDecimal averagePrice,
    BigDecimal realisedPnlUsd,
    List<Long> restingOrderIds) {
  /** Copies the list. */
  public Effect {
    restingOrderIds = List.copyOf(restingOrderIds);
  }
}
