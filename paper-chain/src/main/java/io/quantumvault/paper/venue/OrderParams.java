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
    MARKET(0),
    LIMIT(1),
    TRIGGER_MARKET(2),
    TRIGGER_LIMIT(3),
    ORACLE(4);

    private final int code;

    OrderType(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static OrderType of(int code) {
      for (OrderType value : values()) {
        if (value.code == code) {
          return value;
        }
      }
      throw new IllegalArgumentException("unknown variant");
    }
  }

  /** Numbered from 0, as on the wire. */
  public enum MarketType {
    SPOT(0),
    PERP(1);

    private final int code;

    MarketType(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Numbered from 0, as on the wire. */
  public enum Direction {
    LONG(0),
    SHORT(1);

    private final int code;

    Direction(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Numbered from 0, as on the wire. */
  public enum PostOnly {
    NONE(0),
    MUST_POST_ONLY(1),
    TRY_POST_ONLY(2),
    SLIDE(3);

    private final int code;

    PostOnly(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Numbered from 0, as on the wire. */
  public enum TriggerCondition {
    ABOVE(0),
    BELOW(1),
    TRIGGERED_ABOVE(2),
    TRIGGERED_BELOW(3);

    private final int code;

    TriggerCondition(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  public boolean immediateOrCancel() {
    return (bitFlags & 1) != 0;
  }

  public boolean isTrigger() {
    return type == OrderType.TRIGGER_MARKET || type == OrderType.TRIGGER_LIMIT;
  }
}
