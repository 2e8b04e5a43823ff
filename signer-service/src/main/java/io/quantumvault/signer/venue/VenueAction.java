package io.quantumvault.signer.venue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What is done at a venue by one intent: sizes and prices already fit the market. */
public sealed interface VenueAction {
  /** The market it is done in. */
  String market();

  /** Ids of the resting orders of the market that are cancelled first, each once, rising. */
  List<Long> cancels();

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
      Instant goodUntil,
      List<Long> cancels)
      implements VenueAction {
    /** Copies the list. */
    public TakeNow {
      cancels = List.copyOf(cancels);
    }
  }

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
      Instant goodUntil,
      List<Long> cancels)
      implements VenueAction {
    /** Copies the list. */
    public Rest {
      cancels = List.copyOf(cancels);
    }
  }

  /** Cancels these orders and does no more; at least one. */
  record Cancel(String market, List<Long> cancels) implements VenueAction {
    /** Copies the list. */
    public Cancel {
      cancels = List.copyOf(cancels);
    }
  }
}
