package io.quantumvault.forensics;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What a signer makes of an ed25519 seed (RFC 8032, 5.1.5), in plain arithmetic.
 *
 * <p>For looking for keys, never for using them: the time it takes tells about them.
 */
final class Ed25519Expansion {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final Point BASE =
      new Point(
          new BigInteger(
              "15112221349535400772501151409588531511454012693041857206046113283949847762202"),
          BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P));

  private Ed25519Expansion() {}

  private record Point(BigInteger x, BigInteger y) {
    static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

    Point plus(Point that) {
      BigInteger xy = x.multiply(that.y).mod(P);
      BigInteger yx = y.multiply(that.x).mod(P);
      BigInteger product = D.multiply(xy).multiply(yx).mod(P);
      BigInteger sum = y.multiply(that.y).add(x.multiply(that.x));
      return new Point(
          xy.add(yx).multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
          sum.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
    }

    Point times(BigInteger factor) {
      Point result = NEUTRAL;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        result = result.plus(result);
        result = factor.testBit(bit) ? result.plus(this) : result;
      }
      return result;
    }
  }

  static byte[] sha512(byte[] seed) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(seed);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same 32 bytes with the bits set and cleared that X25519 and ed25519 want. */
  static byte[] clamp(byte[] scalar) {
    byte[] result = scalar.clone();
    result[0] &= (byte) 0xf8;
    result[31] &= 0x7f;
    result[31] |= 0x40;
    return result;
  }

  /** The 32-byte public key of a seed. */
  static byte[] publicKey(byte[] seed) {
    byte[] scalar = clamp(Arrays.copyOf(sha512(seed), 32));
    Point point = BASE.times(new BigInteger(1, reversed(scalar)));
    byte[] y = point.y().toByteArray();
    byte[] encoded = new byte[32];
    for (int i = 0; i < Math.min(y.length, 32); i++) {
      encoded[i] = y[y.length - 1 - i];
    }
    if (point.x().testBit(0)) {
      encoded[31] |= (byte) 0x80;
    }
    return encoded;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }
}
