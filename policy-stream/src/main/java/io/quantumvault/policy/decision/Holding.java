package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the bot holds in one market, as far as the stage can tell. Base units.
 *
 * @param known the account was read at least once
 * @param held signed, as last read
 * @param expected signed: held, once everything in flight has filled; what rests never counts
 * @param inFlight an approved order of the market has no end yet
 * @param reach the most that could be held of either side: held, and all entries on their way
 * @param step the venue's smallest change of a size
 */
record Holding(
    boolean known,
    BigDecimal held,
    BigDecimal expected,
    boolean inFlight,
    BigDecimal reach,
    BigDecimal step) {
  /** Where no step is known: finer than any venue's. */
  private static final BigDecimal FINEST = new BigDecimal("0.000000001");

  static Holding of(DecisionRequest request) {
    var market = request.alert().market();
    var account = request.account();
    var held = account == null ? BigDecimal.ZERO : account.position(market);
    var expected = held;
    boolean inFlight = false;
    var reach = held.abs();
    for (var one : request.reservations()) {
      if (one.market().equals(market)) {
        inFlight = true;
        expected = after(one, expected);
        reach = one.exit() ? reach : reach.add(one.size());
      }
    }
    var quote = request.quotes().get(market);
    var step = quote == null || quote.step() == null ? FINEST : quote.step();
    return new Holding(account != null, held, expected, inFlight, reach, step);
  }

  private static BigDecimal after(Reservation one, BigDecimal position) {
    var direction = one.direction();
    if (one.exit() || direction == null) {
      var taken = one.takenOff(position);
      return position.signum() > 0 ? position.subtract(taken) : position.add(taken);
    }
    return one.mayRest() ? position : position.add(direction.signed(one.size()));
  }

  /** What rests at the venue or is on its way to, and may still take the position further. */
  static BigDecimal restingEntries(DecisionRequest request, Direction direction) {
    var market = request.alert().market();
    var resting = BigDecimal.ZERO;
    for (var one : request.reservations()) {
      if (one.market().equals(market)
          && !one.exit()
          && one.mayRest()
          && one.direction() == direction) {
        resting = resting.add(one.size());
      }
    }
    var account = request.account();
    if (account != null) {
      for (var order : account.openOrders()) {
        if (order.market().equals(market)
            && !order.reduceOnly()
            && order.direction() == direction) {
          resting = resting.add(order.remaining());
        }
      }
    }
    return resting;
  }

  /** Whether the account is known to be as it stands: read, and nothing on its way. */
  boolean settled() {
    return known && !inFlight;
  }

  /** Whether an order in this direction takes something off the expected position. */
  boolean reducedBy(Direction direction) {
    return expected.signum() == -direction.sign();
  }

  /** A size rounded towards zero to the step. */
  BigDecimal floor(BigDecimal size) {
    return size.divide(step, 0, RoundingMode.DOWN).multiply(step);
  }

  /** Whether two positions are the same but for rounding. */
  boolean near(BigDecimal one, BigDecimal other) {
    return one.subtract(other).abs().compareTo(step.multiply(BigDecimal.TWO)) <= 0;
  }
}
