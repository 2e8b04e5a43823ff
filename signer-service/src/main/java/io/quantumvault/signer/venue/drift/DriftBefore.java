package io.quantumvault.signer.venue.drift;

import io.quantumvault.signer.venue.VenueUnreadableException;
import io.quantumvault.signer.venue.drift.DriftMarkets.Listed;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * A position and the open orders of its market before a trade, so that the trade's effect can be
 * told after a restart. Encoded: version 1, then base, quote and entry quote as the program counts
 * them (i64), then each order id (u32).
 */
record DriftBefore(BigDecimal base, BigDecimal quote, BigDecimal entryQuote, Set<Long> openOrders) {
  private static final byte VERSION = 1;

  DriftBefore {
    openOrders = Set.copyOf(openOrders);
  }

  static DriftBefore of(UserAccount user, Listed market) {
    var orders = new HashSet<Long>();
    for (var order : user.orders()) {
      if (order.perp() && order.marketIndex() == market.index()) {
        orders.add(order.orderId());
      }
    }
    return user.perpPositions().stream()
        .filter(perp -> perp.marketIndex() == market.index())
        .findAny()
        .map(perp -> new DriftBefore(perp.base(), perp.quote(), perp.quoteEntry(), orders))
        .orElseGet(
            () -> new DriftBefore(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, orders));
  }

  byte[] encoded() {
    var out = ByteBuffer.allocate(1 + 3 * Long.BYTES + openOrders.size() * Integer.BYTES);
    out.put(VERSION);
    out.putLong(units(base, UserAccount.BASE_DECIMALS));
    out.putLong(units(quote, UserAccount.QUOTE_DECIMALS));
    out.putLong(units(entryQuote, UserAccount.QUOTE_DECIMALS));
    openOrders.stream().sorted().forEach(id -> out.putInt(id.intValue()));
    return out.array();
  }

  static DriftBefore decoded(byte[] bytes) throws VenueUnreadableException {
    try {
      var in = ByteBuffer.wrap(bytes);
      if (in.get() != VERSION) {
        throw new VenueUnreadableException("what was remembered has another version");
      }
      var base = BigDecimal.valueOf(in.getLong(), UserAccount.BASE_DECIMALS);
      var quote = BigDecimal.valueOf(in.getLong(), UserAccount.QUOTE_DECIMALS);
      var entry = BigDecimal.valueOf(in.getLong(), UserAccount.QUOTE_DECIMALS);
      var orders = new HashSet<Long>();
      while (in.hasRemaining()) {
        orders.add(Integer.toUnsignedLong(in.getInt()));
      }
      return new DriftBefore(base, quote, entry, orders);
    } catch (BufferUnderflowException e) {
      throw new VenueUnreadableException("what was remembered is cut short");
    }
  }

  private static long units(BigDecimal value, int decimals) {
    return value.movePointRight(decimals).longValueExact();
  }
}
