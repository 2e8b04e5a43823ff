package io.quantumvault.paper.venue;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of a user's 32 order slots, seen through the account's bytes. */
public final class OrderSlot {
  static final int BYTES = 96;
  private static final int OPEN = 1;

  private final ByteBuffer account;
  private final int at;

  OrderSlot(ByteBuffer account, int at) {
    this.account = account;
    this.at = at;
  }

  public long slot() {
    return account.getLong(at);
  }

  public long price() {
    return account.getLong(at + 8);
  }

  public long base() {
    return account.getLong(at + 16);
  }

  public long filled() {
    return account.getLong(at + 24);
  }

  public long triggerPrice() {
    return account.getLong(at + 40);
  }

  public long auctionEndPrice() {
    return account.getLong(at + 56);
  }

  public long maxTs() {
    return account.getLong(at + 64);
  }

  public int oraclePriceOffset() {
    return account.getInt(at + 72);
  }

  /** Unsigned 32 bits. */
  public int orderId() {
    return account.getInt(at + 76);
  }

  public int marketIndex() {
    return account.getShort(at + 80) & 0xffff;
  }

  public boolean isOpen() {
    return account.get(at + 82) == OPEN;
  }

  public OrderParams.OrderType type() {
    return OrderParams.OrderType.of(account.get(at + 83));
  }

  public int marketType() {
    return account.get(at + 84);
  }

  public int userOrderId() {
    return account.get(at + 85) & 0xff;
  }

  public int direction() {
    return account.get(at + 87);
  }

  public boolean isLong() {
    return direction() == OrderParams.Direction.LONG.code();
  }

  public boolean reduceOnly() {
    return account.get(at + 88) != 0;
  }

  public boolean postOnly() {
    return account.get(at + 89) != 0;
  }

  public boolean immediateOrCancel() {
    return account.get(at + 90) != 0;
  }

  int triggerCondition() {
    return account.get(at + 91);
  }

  /** A trigger order rests outside the book until its condition has been seen. */
  boolean awaitsTrigger() {
    boolean trigger =
        type() == OrderParams.OrderType.TRIGGER_MARKET
            || type() == OrderParams.OrderType.TRIGGER_LIMIT;
    return trigger && triggerCondition() < OrderParams.TriggerCondition.TRIGGERED_ABOVE.code();
  }

  void triggered(long slot) {
    account.putLong(at, slot);
    account.put(at + 91, (byte) (triggerCondition() + 2));
  }

  void write(OrderParams params, long slot, int orderId, long base, long price, long maxTs) {
    account.put(at, new byte[BYTES]);
    account.putLong(at, slot);
    account.putLong(at + 8, price);
    account.putLong(at + 16, base);
    account.putLong(at + 40, orZero(params.triggerPrice()));
    account.putLong(at + 48, orZero(params.auctionStartPrice()));
    account.putLong(at + 56, orZero(params.auctionEndPrice()));
    account.putLong(at + 64, maxTs);
    account.putInt(at + 72, orZero(params.oraclePriceOffset()));
    account.putInt(at + 76, orderId);
    account.putShort(at + 80, (short) params.marketIndex());
    account.put(at + 82, (byte) OPEN);
    account.put(at + 83, (byte) params.type().code());
    account.put(at + 84, (byte) params.marketType().code());
    account.put(at + 85, (byte) params.userOrderId());
    account.put(at + 87, (byte) params.direction().code());
    account.put(at + 88, (byte) (params.reduceOnly() ? 1 : 0));
    account.put(at + 89, (byte) (params.postOnly() == OrderParams.PostOnly.NONE ? 0 : 1));
    account.put(at + 90, (byte) (params.immediateOrCancel() ? 1 : 0));
    account.put(at + 91, (byte) params.triggerCondition().code());
    account.put(at + 92, (byte) orZero(params.auctionDuration()));
  }

  void existingPosition(long base) {
    account.put(at + 86, (byte) (base >= 0 ? 0 : 1));
  }

  /** A slot that was used goes back to the program's default order, which is no row of zeroes. */
  void free() {
    account.put(at, new byte[BYTES]);
    account.put(at + 83, (byte) OrderParams.OrderType.LIMIT.code());
    account.put(at + 84, (byte) OrderParams.MarketType.PERP.code());
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
