package io.quantumvault.keys.nonstrict;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point of edwards25519 in projective coordinates: a plain second implementation to compare
 * verification with, and to build inputs that no signing library makes.
 */
public record EdwardsPoint(BigInteger x, BigInteger y, BigInteger z) {
  public static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final BigInteger SQRT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
  public static final EdwardsPoint NEUTRAL =
      new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE);

  /** The base point: y = 4/5, x even. */
  public static final EdwardsPoint BASE = base();

  private static EdwardsPoint base() {
    BigInteger y = BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);
    return withY(y, false).orElseThrow();
  }

  /** Decodes 32 bytes (RFC 8032, 5.1.3); empty when not canonical or not on the curve. */
  public static Optional<EdwardsPoint> decode(byte[] encoded) {
    byte[] bytes = encoded.clone();
    boolean odd = (bytes[31] & 0x80) != 0;
    bytes[31] &= 0x7f;
    BigInteger y = ExactEquation.littleEndian(bytes);
    return y.compareTo(P) >= 0 ? Optional.empty() : withY(y, odd);
  }

  /** Decodes as a lenient verifier does: y is reduced, and −0 is 0. */
  static Optional<EdwardsPoint> decodeLeniently(byte[] encoded) {
    byte[] bytes = encoded.clone();
    boolean odd = (bytes[31] & 0x80) != 0;
    bytes[31] &= 0x7f;
    BigInteger y = ExactEquation.littleEndian(bytes).mod(P);
    return withY(y, odd).or(() -> withY(y, false));
  }

  private static Optional<EdwardsPoint> withY(BigInteger y, boolean odd) {
    BigInteger ySquared = y.multiply(y).mod(P);
    BigInteger u = ySquared.subtract(BigInteger.ONE);
    BigInteger v = D.multiply(ySquared).add(BigInteger.ONE);
    BigInteger xSquared = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xSquared)) {
      x = x.multiply(SQRT_OF_MINUS_ONE).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xSquared) || (x.signum() == 0 && odd)) {
      return Optional.empty();
    }
    return Optional.of(
        new EdwardsPoint(x.testBit(0) == odd ? x : P.subtract(x), y, BigInteger.ONE));
  }

  /** Complete addition: it holds for every pair of points of this curve. */
  public EdwardsPoint plus(EdwardsPoint o) {
    BigInteger a = z.multiply(o.z).mod(P);
    BigInteger b = a.multiply(a).mod(P);
    BigInteger c = x.multiply(o.x).mod(P);
    BigInteger d = y.multiply(o.y).mod(P);
    BigInteger e = D.multiply(c).multiply(d).mod(P);
    BigInteger f = b.subtract(e);
    BigInteger g = b.add(e);
    BigInteger cross = x.add(y).multiply(o.x.add(o.y)).subtract(c).subtract(d);
    return new EdwardsPoint(
        a.multiply(f).multiply(cross).mod(P),
        a.multiply(g).multiply(d.add(c)).mod(P),
        f.multiply(g).mod(P));
  }

  public EdwardsPoint times(BigInteger factor) {
    EdwardsPoint sum = NEUTRAL;
    for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      if (factor.testBit(bit)) {
        sum = sum.plus(this);
      }
    }
    return sum;
  }

  /** The canonical 32 bytes. */
  public byte[] encode() {
    BigInteger inverse = z.modInverse(P);
    BigInteger affineX = x.multiply(inverse).mod(P);
    byte[] bytes = ExactEquation.littleEndian(y.multiply(inverse).mod(P));
    bytes[31] |= (byte) (affineX.testBit(0) ? 0x80 : 0);
    return bytes;
  }

  public boolean isOfSmallOrder() {
    return times(BigInteger.valueOf(8)).isSameAs(NEUTRAL);
  }

  public boolean isSameAs(EdwardsPoint o) {
    return x.multiply(o.z).subtract(o.x.multiply(z)).mod(P).signum() == 0
        && y.multiply(o.z).subtract(o.y.multiply(z)).mod(P).signum() == 0;
  }
}
