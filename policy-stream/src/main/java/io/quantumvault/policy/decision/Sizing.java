package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * How much the alert asks for, and which way.
 *
 * @param direction with {@code size} absent when something is wrong or unknown
 * @param invalid why the size makes no order
 * @param nothingToClose why there is nothing to reduce
 */
record Sizing(
    @Nullable Direction direction,
    @Nullable BigDecimal size,
    boolean reducing,
    @Nullable String invalid,
    @Nullable String nothingToClose) {

  /** Dollars are turned into base units rounded down, so that rounding never exceeds a limit. */
  static final int BASE_PLACES = 9;

  static Sizing of(Alert alert, @Nullable Quote quote, boolean accountKnown, Exposure exposure) {
    if (alert.type() == OrderType.LIMIT && !positive(alert.limitPrice())) {
      return invalid("a limit order needs a price above zero");
    }
    return alert.action() == Action.CLOSE
        ? close(accountKnown, exposure)
        : order(alert, quote, accountKnown, exposure);
  }

  private static Sizing close(boolean accountKnown, Exposure exposure) {
    if (!accountKnown) {
      return new Sizing(null, null, false, null, null);
    }
    if (exposure.unreserved().signum() == 0) {
      return nothing(exposure);
    }
    var direction = exposure.position().signum() > 0 ? Direction.SHORT : Direction.LONG;
    return new Sizing(direction, exposure.unreserved(), true, null, null);
  }

  private static Sizing order(
      Alert alert, @Nullable Quote quote, boolean accountKnown, Exposure exposure) {
    var base = alert.sizeBase();
    var usd = alert.sizeUsd();
    if ((base == null) == (usd == null)) {
      return invalid("give a size either in base units or in dollars");
    }
    if (!positive(base == null ? usd : base)) {
      return invalid("the size must be above zero");
    }
    var size = base;
    if (usd != null) {
      if (quote == null) {
        return new Sizing(null, null, false, null, null);
      }
      size = usd.divide(quote.price(), BASE_PLACES, RoundingMode.DOWN);
      if (size.signum() == 0) {
        return invalid(Numbers.usd(usd) + " is less than the smallest size");
      }
    }
    var direction = alert.action() == Action.BUY ? Direction.LONG : Direction.SHORT;
    if (size == null || !accountKnown) {
      return new Sizing(direction, size, false, null, null);
    }
    if (exposure.reducedBy(direction, size)) {
      return new Sizing(direction, size, true, null, null);
    }
    if (!alert.reduceOnly()) {
      return new Sizing(direction, size, false, null, null);
    }
    // The sender meant to reduce: a smaller or opposite order than asked is never invented.
    return exposure.reducedBy(direction, BigDecimal.ZERO) && exposure.unreserved().signum() > 0
        ? invalid(
            "asked to reduce by %s, only %s of the position is unreserved"
                .formatted(Numbers.plain(size), Numbers.plain(exposure.unreserved())))
        : nothing(exposure);
  }

  private static boolean positive(@Nullable BigDecimal number) {
    return number != null && number.signum() > 0;
  }

  private static Sizing invalid(String why) {
    return new Sizing(null, null, false, why, null);
  }

  private static Sizing nothing(Exposure exposure) {
    return new Sizing(
        null,
        null,
        false,
        null,
        "position %s, of which %s is already being reduced"
            .formatted(
                Numbers.plain(exposure.position()), Numbers.plain(exposure.pendingReductions())));
  }
}
