package io.quantumvault.policy.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  static String usd(BigDecimal number) {
    return number.setScale(2, RoundingMode.HALF_UP).toPlainString() + " USD";
  }

  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString() + " s";
  }
}
