package io.quantumvault.keys.sign;

import io.quantumvault.keys.memory.Ed25519Seed;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The strict rule: libsodium's verification, with the checks that the rule depends on made here as
 * well, so that another build of the library cannot loosen it.
 *
 * <p>libsodium computes [S]B − [k]A and compares its encoding with R byte for byte. So R is
 * canonical and on the curve when it agrees, and no cofactor forgives anything. S below the order,
 * canonical A and R and the small orders are checked before it is asked.
 */
final class StrictVerification {
  private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** The y coordinates of the eight points of small order: 0, 1, −1 and two of order eight. */
  private static final List<BigInteger> SMALL_ORDER_Y =
      List.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          FIELD.subtract(BigInteger.ONE),
          littleEndian(
              HexFormat.of()
                  .parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")),
          littleEndian(
              HexFormat.of()
                  .parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")));

  private StrictVerification() {}

  static boolean accepts(byte[] publicKey, byte[] message, byte[] signature) {
    return isWellFormed(publicKey, signature)
        && Ed25519Seed.sodiumAccepts(publicKey, message, signature);
  }

  /** What the strict rule asks of the bytes before any equation. */
  static boolean isWellFormed(byte[] publicKey, byte[] signature) {
    return publicKey.length == Ed25519Seed.KEY_BYTES
        && signature.length == Ed25519Seed.SIGNATURE_BYTES
        && isStrictPoint(publicKey)
        && isStrictPoint(Arrays.copyOf(signature, 32))
        && littleEndian(Arrays.copyOfRange(signature, 32, 64)).compareTo(ORDER) < 0;
  }

  /** Whether y is below the field's prime and not that of a small-order point. */
  private static boolean isStrictPoint(byte[] encoded) {
    byte[] y = encoded.clone();
    y[31] &= 0x7f;
    BigInteger value = littleEndian(y);
    return value.compareTo(FIELD) < 0 && !SMALL_ORDER_Y.contains(value);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }
}
