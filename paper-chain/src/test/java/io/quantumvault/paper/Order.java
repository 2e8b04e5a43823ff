package io.quantumvault.paper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** OrderParams as bytes. Type: 0 market, 1 limit, 2 trigger market. */
public record Order(
    int type,
    boolean isLong,
    int userId,
    long base,
    long price,
    int market,
    boolean reduceOnly,
    int postOnly,
    int flags,
    long maxTs,
    long triggerPrice,
    int triggerCondition) {

  public static Order market(boolean isLong, long base) {
    return new Order(0, isLong, 0, base, 0, 0, false, 0, 0, 0, 0, 0);
  }

  public static Order limit(boolean isLong, long base, long price) {
    return new Order(1, isLong, 0, base, price, 0, false, 0, 0, 0, 0, 0);
  }

  public Order userId(int id) {
    return new Order(
        type,
        isLong,
        id,
        base,
        price,
        market,
        reduceOnly,
        postOnly,
        flags,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order bound(long at) {
    return new Order(
        type,
        isLong,
        userId,
        base,
        at,
        market,
        reduceOnly,
        postOnly,
        flags,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order in(int other) {
    return new Order(
        type,
        isLong,
        userId,
        base,
        price,
        other,
        reduceOnly,
        postOnly,
        flags,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order reducing() {
    return new Order(
        type,
        isLong,
        userId,
        base,
        price,
        market,
        true,
        postOnly,
        flags,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order posting(int how) {
    return new Order(
        type,
        isLong,
        userId,
        base,
        price,
        market,
        reduceOnly,
        how,
        flags,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order immediateOrCancel() {
    return new Order(
        type,
        isLong,
        userId,
        base,
        price,
        market,
        reduceOnly,
        postOnly,
        1,
        maxTs,
        triggerPrice,
        triggerCondition);
  }

  public Order until(long seconds) {
    return new Order(
        type,
        isLong,
        userId,
        base,
        price,
        market,
        reduceOnly,
        postOnly,
        flags,
        seconds,
        triggerPrice,
        triggerCondition);
  }

  public Order triggeredBelow(long at) {
    return new Order(
        2, isLong, userId, base, price, market, reduceOnly, postOnly, flags, maxTs, at, 1);
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) type).put((byte) 1).put((byte) (isLong ? 0 : 1)).put((byte) userId);
    out.putLong(base).putLong(price).putShort((short) market);
    out.put((byte) (reduceOnly ? 1 : 0)).put((byte) postOnly).put((byte) flags);
    optional(out, maxTs);
    optional(out, triggerPrice);
    out.put((byte) triggerCondition).putInt(0);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void optional(ByteBuffer out, long value) {
    out.put((byte) (value == 0 ? 0 : 1));
    if (value != 0) {
      out.putLong(value);
    }
  }
}
