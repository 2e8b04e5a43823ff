package io.quantumvault.paper.venue;

import io.quantumvault.paper.ledger.BlockContext;
import io.quantumvault.paper.ledger.InstructionFailedException;
import io.quantumvault.paper.venue.OrderParams.OrderType;
import io.quantumvault.paper.venue.OrderParams.PostOnly;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts an order into a user's account, or says why not. Margin is checked by the caller. */
final class OrderPlacement {
  private static final long DEFAULT_TIME_IN_FORCE_SECONDS = 60;

  private OrderPlacement() {}

  /**
   * Places one order.
   *
   * @param riskIncreasing whether it can make the position larger
   */
  record Placed(OrderSlot order, boolean riskIncreasing) {}

  /** Empty when the order had no effect, which is a success on this venue. */
  static Optional<Placed> place(
      UserAccount user, OrderParams params, Quote quote, Market market, BlockContext block)
      throws InstructionFailedException {
    check(params);
    if (expired(params, block)) {
      user.takeOrderId();
      return Optional.empty();
    }
    if (params.userOrderId() != 0
        && user.openOrders().anyMatch(o -> o.userOrderId() == params.userOrderId())) {
      throw InstructionFailedException.custom(DriftErrors.USER_ORDER_ID_IN_USE);
    }
    OrderSlot slot =
        user.orders()
            .filter(o -> !o.isOpen())
            .findFirst()
            .orElseThrow(() -> InstructionFailedException.custom(DriftErrors.MAX_ORDERS));
    long base = base(user, params, market);
    if (base == 0) {
      user.takeOrderId();
      return Optional.empty();
    }
    Long price = makerPrice(params, quote, market);
    if (price == null) {
      return Optional.empty();
    }
    PerpPosition position =
        user.positionOrFree(market.index())
            .orElseThrow(() -> InstructionFailedException.custom(DriftErrors.MAX_POSITIONS));
    boolean increasing = increasesRisk(position, params, base);
    slot.write(params, block.slot(), user.takeOrderId(), base, price, maxTs(params, block));
    slot.existingPosition(position.base());
    position.addOrder(params.direction().code(), base, !slot.awaitsTrigger());
    user.countOrder(1);
    return Optional.of(new Placed(slot, increasing));
  }

  private static void check(OrderParams params) throws InstructionFailedException {
    if (params.marketType() != OrderParams.MarketType.PERP) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_MARKET_TYPE);
    }
    if (params.postOnly() != PostOnly.NONE && params.type() != OrderType.LIMIT) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_POST_ONLY);
    }
    boolean limit = params.type() == OrderType.LIMIT || params.type() == OrderType.TRIGGER_LIMIT;
    boolean offset = params.oraclePriceOffset() != null && params.oraclePriceOffset() != 0;
    if ((limit && params.price() == 0 && !offset) || params.price() < 0) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_LIMIT_PRICE);
    }
    if (params.isTrigger()
        && (params.triggerPrice() == null
            || params.triggerPrice() <= 0
            || params.triggerCondition().code() > 1)) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_TRIGGER);
    }
    checkAuction(params);
  }

  /** An auction has both ends and moves against the order, never in its favour. */
  private static void checkAuction(OrderParams params) throws InstructionFailedException {
    Long start = params.auctionStartPrice();
    Long end = params.auctionEndPrice();
    boolean whole = (start == null) == (end == null);
    boolean ordered =
        start == null
            || end == null
            || (params.direction() == OrderParams.Direction.LONG ? start <= end : start >= end);
    boolean oracleNeedsOne =
        params.type() == OrderType.ORACLE && end == null && params.oraclePriceOffset() == null;
    if (!whole || !ordered || oracleNeedsOne) {
      throw InstructionFailedException.custom(DriftErrors.INVALID_AUCTION);
    }
  }

  private static boolean expired(OrderParams params, BlockContext block) {
    Long maxTs = params.maxTs();
    return maxTs != null && maxTs != 0 && maxTs < block.unixSeconds();
  }

  private static long maxTs(OrderParams params, BlockContext block) {
    Long asked = params.maxTs();
    if (asked != null) {
      return asked;
    }
    boolean takes = params.type() == OrderType.MARKET || params.type() == OrderType.ORACLE;
    return takes ? block.unixSeconds() + DEFAULT_TIME_IN_FORCE_SECONDS : 0;
  }

  private static long base(UserAccount user, OrderParams params, Market market)
      throws InstructionFailedException {
    long asked = params.baseAssetAmount();
    if (params.reduceOnly()) {
      boolean isLong = params.direction() == OrderParams.Direction.LONG;
      long reducible =
          user.position(market.index()).map(p -> Fills.reducible(p, isLong)).orElse(0L);
      return Long.compareUnsigned(asked, reducible) < 0 ? asked - asked % market.step() : reducible;
    }
    if (asked < 0) {
      throw InstructionFailedException.custom(DriftErrors.TRADE_SIZE_TOO_LARGE);
    }
    long base = asked - asked % market.step();
    if (base < market.step()) {
      throw InstructionFailedException.custom(DriftErrors.ORDER_AMOUNT_TOO_SMALL);
    }
    return base;
  }

  /** The price to rest at; null when an order that only wants to make would take. */
  private static @Nullable Long makerPrice(OrderParams params, Quote quote, Market market)
      throws InstructionFailedException {
    boolean isLong = params.direction() == OrderParams.Direction.LONG;
    long price = params.price() - params.price() % market.tick();
    Integer offset = params.oraclePriceOffset();
    long effective = price != 0 || offset == null ? price : quote.oracle() + offset;
    boolean crosses = isLong ? effective >= quote.ask() : effective <= quote.bid();
    if (params.postOnly() == PostOnly.NONE || !crosses) {
      return price;
    }
    return switch (params.postOnly()) {
      case MUST_POST_ONLY ->
          throw InstructionFailedException.custom(DriftErrors.POST_ONLY_WOULD_CROSS);
      case SLIDE -> isLong ? quote.ask() - market.tick() : quote.bid() + market.tick();
      case NONE, TRY_POST_ONLY -> null;
    };
  }

  private static boolean increasesRisk(PerpPosition position, OrderParams params, long base) {
    if (params.reduceOnly()) {
      return false;
    }
    boolean isLong = params.direction() == OrderParams.Direction.LONG;
    long waiting = isLong ? position.openBids() : -position.openAsks();
    return Math.addExact(waiting, base) > Fills.reducible(position, isLong);
  }
}
