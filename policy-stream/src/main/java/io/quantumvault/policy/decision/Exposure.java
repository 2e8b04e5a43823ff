package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The range of positions one market can still reach: every pending order may fill wholly, partly or
 * not at all, in any order, so the position stays between {@code position - pendingSells} and
 * {@code position + pendingBuys}. All in base units.
 *
 * @param position signed
 * @param pendingBuys reservations and open orders that buy
 * @param pendingSells reservations and open orders that sell
 */
public record Exposure(BigDecimal position, BigDecimal pendingBuys, BigDecimal pendingSells) {

  /** The exposure of the market. Without an account reading the position counts as zero. */
  public static Exposure of(
      String market, @Nullable Account account, List<Reservation> reservations) {
    var exposure =
        new Exposure(
            account == null ? BigDecimal.ZERO : account.position(market),
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    for (var reservation : reservations) {
      if (reservation.market().equals(market)) {
        exposure = exposure.with(reservation.direction(), reservation.size());
      }
    }
    if (account != null) {
      for (var order : account.openOrders()) {
        if (order.market().equals(market)) {
          exposure = exposure.with(order.direction(), order.remaining());
        }
      }
    }
    return exposure;
  }

  /** Every market in which the bot holds, orders or has reserved anything. */
  public static Set<String> markets(@Nullable Account account, List<Reservation> reservations) {
    var markets = new TreeSet<String>();
    reservations.forEach(reservation -> markets.add(reservation.market()));
    if (account != null) {
      account.positions().forEach((market, base) -> addIfHeld(markets, market, base));
      account.openOrders().forEach(order -> markets.add(order.market()));
    }
    return markets;
  }

  private static void addIfHeld(Set<String> markets, String market, BigDecimal base) {
    if (base.signum() != 0) {
      markets.add(market);
    }
  }

  /** With one more pending order. */
  public Exposure with(Direction direction, BigDecimal size) {
    return switch (direction) {
      case LONG -> new Exposure(position, pendingBuys.add(size), pendingSells);
      case SHORT -> new Exposure(position, pendingBuys, pendingSells.add(size));
    };
  }

  /** The largest absolute position that can be reached. */
  public BigDecimal base() {
    return position.add(pendingBuys).abs().max(position.subtract(pendingSells).abs());
  }

  /**
   * What pending orders may take off the position: every one against it, reduce-only or not, for
   * otherwise a resting order and a close together could turn the position past its limit.
   */
  public BigDecimal pendingReductions() {
    return switch (position.signum()) {
      case 1 -> pendingSells;
      case -1 -> pendingBuys;
      default -> BigDecimal.ZERO;
    };
  }

  /** What of the position no pending order reduces already; never negative. */
  public BigDecimal unreserved() {
    return position.abs().subtract(pendingReductions()).max(BigDecimal.ZERO);
  }

  /** Whether such an order can only bring the position nearer to zero. */
  public boolean reducedBy(Direction direction, BigDecimal size) {
    boolean against = direction == Direction.SHORT ? position.signum() > 0 : position.signum() < 0;
    return against && size.compareTo(unreserved()) <= 0;
  }
}
