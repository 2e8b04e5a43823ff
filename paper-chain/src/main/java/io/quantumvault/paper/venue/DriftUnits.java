package io.quantumvault.paper.venue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * What each of the venue's instructions is billed. The figures are of the size that the real
 * program uses for accounts with few positions, and fixed, so that a client's margin can be tested.
 */
final class DriftUnits {
  private static final int MAX_ORDERS = 32;

  private DriftUnits() {}

  static long of(byte[] data) {
    if (data.length < 8) {
      return 1_000;
    }
    return switch (HexFormat.of().formatHex(data, 0, 8)) {
      case "fef34862fb82a8d5" -> 25_000; // initialize_user_stats
      case "6f11b9fa3c7a26fe" -> 45_000; // initialize_user
      case "8bcd8d8d71245ebb" -> 8_000; // update_user_delegate
      case "45a15dca787e4cb9" -> 50_000; // place_perp_order
      case "d53301bb6cdce6e0" -> 120_000; // place_and_take_perp_order
      case "3c3f327b0cc53cbe" -> 20_000 + 30_000 * orders(data); // place_orders
      case "5f81edf00831df84", "6bd3fa8512253964" -> 30_000; // cancel_order, …_by_user_id
      case "eee15f9ee36708c2", "861390a55ef0d25e" -> 40_000; // cancel_orders, …_by_ids
      case "2b3dea2d0f5f9899" -> 80_000; // settle_pnl
      default -> 1_000;
    };
  }

  private static long orders(byte[] data) {
    if (data.length < 12) {
      return 0;
    }
    long count =
        Integer.toUnsignedLong(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
    return Math.min(MAX_ORDERS, count);
  }
}
