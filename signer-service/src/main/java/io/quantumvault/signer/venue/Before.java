package io.quantumvault.signer.venue;

import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a trading account must be remembered to tell afterwards what a trade did. */
public record Before(
    BigDecimal base, BigDecimal quoteUsd, BigDecimal entryQuoteUsd, Set<Long> openOrderIds) {
  /** Copies the set. */
  public Before {
    openOrderIds = Set.copyOf(openOrderIds);
  }

  /** The market's part of an account. */
  public static Before of(VenueAccount account, String market) {
    var position = account.position(market);
    return new Before(
        position.base(),
        position.quoteUsd(),
        position.entryQuoteUsd(),
        account.openOrders().stream().map(o -> o.orderId()).collect(Collectors.toSet()));
  }
}
