package io.quantumvault.signer.venue;

import java.math.BigDecimal;
import java.time.Instant;

/** What is done at a venue by one intent: sizes and prices already fit the market. */
public sealed interface VenueAction {
  /** The market it is done in. */
  String market();

  /**
   * Trades now, whatever can be had within the bound; nothing rests.
   *
   * @param boundPrice never above it for a buy, never below it for a sell
   * @param goodUntil the venue ignores the order after this
   */
  record TakeNow(
      String market,
      Side side,
      BigDecimal sizeBase,
      BigDecimal boundPrice,
      boolean reduceOnly,
      Instant goodUntil)
      implements VenueAction {}

  /**
   * Rests at a price until filled or cancelled.
   *
   * @param goodUntil the venue ends the order then, with the authority it was placed under
   */
  record Rest(
      String market,
      Side side,
      BigDecimal sizeBase,
      BigDecimal price,
      boolean reduceOnly,
      Instant goodUntil)
      implements VenueAction {}

  /** Cancels all of the bot's open orders in the market. */
  record CancelAll(String market) implements VenueAction {}
}
