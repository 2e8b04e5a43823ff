package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.solana.address.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A trading account of the program, 4376 bytes. Only positions and orders in use are kept; money
 * has six decimals, base nine.
 */
record UserAccount(
    Address authority,
    Address delegate,
    List<SpotPosition> spotPositions,
    List<PerpPosition> perpPositions,
    List<Order> orders,
    long nextOrderId,
    int subAccount,
    BigDecimal totalDeposits,
    BigDecimal totalWithdrawals,
    BigDecimal settledPerpPnl,
    int status) {

  static final int SIZE = 4376;

  static final int BASE_DECIMALS = 9;
  static final int QUOTE_DECIMALS = 6;

  private static final int SPOT_AT = 104;
  private static final int SPOT_SIZE = 40;
  private static final int PERP_AT = 424;
  private static final int PERP_SIZE = 96;
  private static final int ORDERS_AT = 1192;
  private static final int ORDER_SIZE = 96;
  private static final int ORDERS = 32;
  private static final int SLOTS = 8;

  /** Tokens held or owed, scaled by the market's interest. */
  record SpotPosition(BigInteger scaledBalance, int marketIndex, boolean borrow, int openOrders) {}

  /** A position in use: with base, unsettled quote, or open orders. */
  record PerpPosition(
      BigDecimal base,
      BigDecimal quote,
      BigDecimal quoteBreakEven,
      BigDecimal quoteEntry,
      BigDecimal openBids,
      BigDecimal openAsks,
      BigDecimal settledPnl,
      int marketIndex,
      int openOrders) {}

  /** An open order. */
  record Order(
      long orderId,
      int marketIndex,
      boolean perp,
      int type,
      boolean isLong,
      BigDecimal base,
      BigDecimal filled,
      BigDecimal price,
      boolean reduceOnly,
      int userOrderId,
      long maxTs) {}

  private static final int ORDER_OPEN = 1;

  static UserAccount read(AccountBytes in) throws VenueUnreadableException {
    return new UserAccount(
        in.address(8),
        in.address(40),
        spots(in),
        perps(in),
        orders(in),
        in.u32(4336),
        in.u16(4346),
        in.unsignedDecimal(4272, QUOTE_DECIMALS),
        in.unsignedDecimal(4280, QUOTE_DECIMALS),
        in.decimal(4296, QUOTE_DECIMALS),
        in.u8(4348));
  }

  private static List<SpotPosition> spots(AccountBytes in) throws VenueUnreadableException {
    var found = new ArrayList<SpotPosition>();
    for (int i = 0; i < SLOTS; i++) {
      int at = SPOT_AT + i * SPOT_SIZE;
      var balance = in.unsigned(at, 8);
      int openOrders = in.u8(at + 35);
      if (balance.signum() == 0 && openOrders == 0) {
        continue;
      }
      int type = in.u8(at + 34);
      if (type > 1) {
        throw new VenueUnreadableException("unknown spot balance type " + type);
      }
      found.add(new SpotPosition(balance, in.u16(at + 32), type == 1, openOrders));
    }
    return List.copyOf(found);
  }

  private static List<PerpPosition> perps(AccountBytes in) throws VenueUnreadableException {
    var found = new ArrayList<PerpPosition>();
    for (int i = 0; i < SLOTS; i++) {
      int at = PERP_AT + i * PERP_SIZE;
      // Liquidity provider shares and isolated collateral would change exposure and equity.
      if (in.i64(at + 64) != 0 || in.i64(at + 72) != 0) {
        throw new VenueUnreadableException("a position has shares or isolated collateral");
      }
      var position =
          new PerpPosition(
              in.decimal(at + 8, BASE_DECIMALS),
              in.decimal(at + 16, QUOTE_DECIMALS),
              in.decimal(at + 24, QUOTE_DECIMALS),
              in.decimal(at + 32, QUOTE_DECIMALS),
              in.decimal(at + 40, BASE_DECIMALS),
              in.decimal(at + 48, BASE_DECIMALS),
              in.decimal(at + 56, QUOTE_DECIMALS),
              in.u16(at + 92),
              in.u8(at + 94));
      if (position.base().signum() != 0
          || position.quote().signum() != 0
          || position.openOrders() != 0) {
        found.add(position);
      }
    }
    return List.copyOf(found);
  }

  private static List<Order> orders(AccountBytes in) throws VenueUnreadableException {
    var found = new ArrayList<Order>();
    for (int i = 0; i < ORDERS; i++) {
      int at = ORDERS_AT + i * ORDER_SIZE;
      if (in.u8(at + 82) != ORDER_OPEN) {
        continue;
      }
      int direction = in.u8(at + 87);
      if (direction > 1) {
        throw new VenueUnreadableException("unknown order direction " + direction);
      }
      found.add(
          new Order(
              in.u32(at + 76),
              in.u16(at + 80),
              in.u8(at + 84) == OrderParams.PERP,
              in.u8(at + 83),
              direction == OrderParams.LONG,
              in.unsignedDecimal(at + 16, BASE_DECIMALS),
              in.unsignedDecimal(at + 24, BASE_DECIMALS),
              in.unsignedDecimal(at + 8, QUOTE_DECIMALS),
              in.u8(at + 88) != 0,
              in.u8(at + 85),
              in.i64(at + 64)));
    }
    return List.copyOf(found);
  }
}
