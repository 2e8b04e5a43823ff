package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The range of positions one market can still reach: every pending order may fill wholly, partly or
 * not at all, in any order, and one that only reduces takes nothing beyond zero. All in base units.
 *
 * @param position signed
 * @param buys what pending entries may buy
 * @param sells what pending entries may sell
 * @param taken what pending exits may take off the position, at most all of it
 */
public record Exposure(BigDecimal position, BigDecimal buys, BigDecimal sells, BigDecimal taken) {

  /** The exposure of the market. Without an account reading the position counts as zero. */
  public static Exposure of(
      String market, @Nullable Account account, List<Reservation> reservations) {
    var position = account == null ? BigDecimal.ZERO : account.position(market);
    var exposure = new Exposure(position, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    for (var one : reservations) {
      if (one.market().equals(market)) {
        exposure = exposure.with(one);
      }
    }
    if (account != null) {
      for (var order : account.openOrders()) {
        if (order.market().equals(market)) {
          exposure =
              order.reduceOnly()
                  ? exposure.withReduction(order)
                  : exposure.withEntry(order.direction(), order.remaining());
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

  Exposure with(Reservation one) {
    var direction = one.direction();
    return one.exit() || direction == null
        ? withTaken(one.takenOff(position))
        : withEntry(direction, one.size());
  }

  /** With one more order that may fill as it is. */
  Exposure withEntry(Direction direction, BigDecimal size) {
    return switch (direction) {
      case LONG -> new Exposure(position, buys.add(size), sells, taken);
      case SHORT -> new Exposure(position, buys, sells.add(size), taken);
    };
  }

  /** With one more order that the venue holds to reducing. */
  private Exposure withReduction(OpenOrder order) {
    return position.signum() == -order.direction().sign() ? withTaken(order.remaining()) : this;
  }

  private Exposure withTaken(BigDecimal more) {
    return new Exposure(position, buys, sells, taken.add(more).min(position.abs()));
  }

  /** The largest absolute position that can be reached. */
  public BigDecimal base() {
    var nearest =
        position.signum() >= 0 ? position.subtract(taken) : position.add(taken);
    return position
        .max(nearest)
        .add(buys)
        .abs()
        .max(position.min(nearest).subtract(sells).abs());
  }
}
