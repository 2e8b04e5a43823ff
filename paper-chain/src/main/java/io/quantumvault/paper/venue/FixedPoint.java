package io.quantumvault.paper.venue;

import java.math.BigInteger;

/** Multiply-then-divide without losing the middle; results that do not fit are refused. */
final class FixedPoint {
  /** Base amounts are in 1e-9. */
  static final long BASE = 1_000_000_000L;

  private FixedPoint() {}

  static long mulDivFloor(long a, long b, long divisor) {
    BigInteger[] parts = divide(a, b, divisor);
    boolean below = parts[1].signum() < 0;
    return parts[0].subtract(below ? BigInteger.ONE : BigInteger.ZERO).longValueExact();
  }

  static long mulDivCeil(long a, long b, long divisor) {
    BigInteger[] parts = divide(a, b, divisor);
    boolean above = parts[1].signum() > 0;
    return parts[0].add(above ? BigInteger.ONE : BigInteger.ZERO).longValueExact();
  }

  /** Rounds toward zero. */
  static long mulDiv(long a, long b, long divisor) {
    return divide(a, b, divisor)[0].longValueExact();
  }

  /** Base at a price, in quote units of 1e-6, rounded toward zero. */
  static long value(long base, long price) {
    return mulDiv(base, price, BASE);
  }

  private static BigInteger[] divide(long a, long b, long divisor) {
    return BigInteger.valueOf(a)
        .multiply(BigInteger.valueOf(b))
        .divideAndRemainder(BigInteger.valueOf(divisor));
  }
}
