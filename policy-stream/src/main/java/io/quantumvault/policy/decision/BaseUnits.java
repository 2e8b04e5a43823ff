package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Turns the sizes that alerts give into base units, rounded down: no limit is exceeded by it. */
record BaseUnits(DecisionRequest request, Holding holding) {
  private static final int PLACES = 18;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * A size; null while there is nothing to turn it with.
   *
   * @param ofPosition whether per cent are of the position, else of the equity
   */
  @Nullable BigDecimal of(Size size, boolean ofPosition) {
    return switch (size) {
      case Size.Base(var units) -> units;
      case Size.Usd(var dollars) -> atPrice(dollars);
      case Size.Percent(var percent) when ofPosition ->
          position().multiply(percent).divide(HUNDRED, PLACES, RoundingMode.DOWN);
      case Size.Percent(var percent) ->
          request.account() == null
              ? null
              : atPrice(
                  request
                      .account()
                      .equityUsd()
                      .max(BigDecimal.ZERO)
                      .multiply(percent)
                      .divide(HUNDRED, PLACES, RoundingMode.DOWN));
    };
  }

  /** What per cent of the position are of; while that is on its way, of what it may become. */
  private BigDecimal position() {
    var expected = holding.expected().abs();
    return expected.signum() == 0 && !holding.settled() ? holding.reach() : expected;
  }

  private @Nullable BigDecimal atPrice(BigDecimal dollars) {
    var quote = request.quotes().get(request.alert().market());
    return quote == null ? null : dollars.divide(quote.price(), PLACES, RoundingMode.DOWN);
  }
}
