package io.quantumvault.signer.venue.drift;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program's order parameters, with its own numbers: enums as their index, base in 1e9, prices
 * in 1e6, times in seconds. Layout: the page docs/drift-v2-layout.md.
 */
record OrderParams(
    int orderType,
    int marketType,
    int direction,
    int userOrderId,
    long baseAssetAmount,
    long price,
    int marketIndex,
    boolean reduceOnly,
    int postOnly,
    int bitFlags,
    @Nullable Long maxTs,
    @Nullable Long triggerPrice,
    int triggerCondition,
    @Nullable Integer oraclePriceOffset,
    @Nullable Integer auctionDuration,
    @Nullable Long auctionStartPrice,
    @Nullable Long auctionEndPrice) {

  static final int MARKET = 0;
  static final int LIMIT = 1;
  static final int PERP = 1;
  static final int LONG = 0;
  static final int SHORT = 1;
  static final int IMMEDIATE_OR_CANCEL = 1;

  private static final int LARGEST = 80;

  /** A perp order without trigger, oracle offset or auction of its own. */
  static OrderParams plain(
      int orderType,
      int direction,
      long base,
      long price,
      int marketIndex,
      boolean reduceOnly,
      int bitFlags,
      @Nullable Long maxTs) {
    return new OrderParams(
        orderType,
        PERP,
        direction,
        0,
        base,
        price,
        marketIndex,
        reduceOnly,
        0,
        bitFlags,
        maxTs,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  void write(ByteBuffer out) {
    out.put((byte) orderType).put((byte) marketType).put((byte) direction).put((byte) userOrderId);
    out.putLong(baseAssetAmount).putLong(price).putShort((short) marketIndex);
    out.put((byte) (reduceOnly ? 1 : 0)).put((byte) postOnly).put((byte) bitFlags);
    optionalLong(out, maxTs);
    optionalLong(out, triggerPrice);
    out.put((byte) triggerCondition);
    if (oraclePriceOffset == null) {
      out.put((byte) 0);
    } else {
      out.put((byte) 1).putInt(oraclePriceOffset);
    }
    if (auctionDuration == null) {
      out.put((byte) 0);
    } else {
      out.put((byte) 1).put(auctionDuration.byteValue());
    }
    optionalLong(out, auctionStartPrice);
    optionalLong(out, auctionEndPrice);
  }

  /** Bytes after the discriminator. */
  byte[] toBytes() {
    var out = ByteBuffer.allocate(LARGEST).order(ByteOrder.LITTLE_ENDIAN);
    write(out);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /**
   * Reads parameters where the buffer stands; empty if they are short or written in another way.
   */
  static Optional<OrderParams> read(ByteBuffer in) {
    try {
      return Optional.of(
          new OrderParams(
              u8(in),
              u8(in),
              u8(in),
              u8(in),
              in.getLong(),
              in.getLong(),
              in.getShort() & 0xFFFF,
              bool(in),
              u8(in),
              u8(in),
              bool(in) ? in.getLong() : null,
              bool(in) ? in.getLong() : null,
              u8(in),
              bool(in) ? in.getInt() : null,
              bool(in) ? u8(in) : null,
              bool(in) ? in.getLong() : null,
              bool(in) ? in.getLong() : null));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int u8(ByteBuffer in) {
    return in.get() & 0xFF;
  }

  private static boolean bool(ByteBuffer in) {
    int value = u8(in);
    if (value > 1) {
      throw new IllegalArgumentException("neither 0 nor 1");
    }
    return value == 1;
  }

  private static void optionalLong(ByteBuffer out, @Nullable Long value) {
    if (value == null) {
      out.put((byte) 0);
    } else {
      out.put((byte) 1).putLong(value);
    }
  }
}
