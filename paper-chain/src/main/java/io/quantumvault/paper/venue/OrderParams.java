package io.quantumvault.paper.venue;

import org.jspecify.annotations.Nullable;

/** An order as a trader asks for it; base in 1e-9, prices in 1e-6, times in unix seconds. */
public record OrderParams(
    OrderType type,
    MarketType marketType,
    Direction direction,
    int userOrderId,
    long baseAssetAmount,
    long price,
    int marketIndex,
    boolean reduceOnly,
    PostOnly postOnly,
    int bitFlags,
    @Nullable Long maxTs,
    @Nullable Long triggerPrice,
    TriggerCondition triggerCondition,
    @Nullable Integer oraclePriceOffset,
    @Nullable Integer auctionDuration,
    @Nullable Long auctionStartPrice,
    @Nullable Long auctionEndPrice) {

  /** Numbered from 0, as on the wire. */
  public enum OrderType {
    MARKET,
    LIMIT,
    TRIGGER_MARKET,
    TRIGGER_LIMIT,
    ORACLE
  }

  /** Numbered from 0, as on the wire. */
  public enum MarketType {
    SPOT,
    PERP
  }

  /** Numbered from 0, as on the wire. */
  public enum Direction {
    LONG,
    SHORT
  }

  /** Numbered from 0, as on the wire. */
  public enum PostOnly {
    NONE,
    MUST_POST_ONLY,
    TRY_POST_ONLY,
    SLIDE
  }

  /** Numbered from 0, as on the wire. */
  public enum TriggerCondition {
    ABOVE,
    BELOW,
    TRIGGERED_ABOVE,
    TRIGGERED_BELOW
  }

  public boolean immediateOrCancel() {
    return (bitFlags & 1) != 0;
  }

  public boolean isTrigger() {
    return type == OrderType.TRIGGER_MARKET || type == OrderType.TRIGGER_LIMIT;
  }
}
