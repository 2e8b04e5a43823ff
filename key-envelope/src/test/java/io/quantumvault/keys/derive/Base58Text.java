package io.quantumvault.keys.derive;

import java.math.BigInteger;

/** Base58 as Solana writes addresses and key pairs: a plain implementation to compare with. */
final class Base58Text {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);

  private Base58Text() {}

  static String of(byte[]... parts) {
    StringBuilder text = new StringBuilder();
    BigInteger number = BigInteger.ZERO;
    int leadingZeros = 0;
    for (byte[] part : parts) {
      for (byte b : part) {
        leadingZeros += number.signum() == 0 && b == 0 ? 1 : 0;
        number = number.shiftLeft(8).or(BigInteger.valueOf(Byte.toUnsignedInt(b)));
      }
    }
    while (number.signum() > 0) {
      BigInteger[] quotient = number.divideAndRemainder(BASE);
      text.append(ALPHABET.charAt(quotient[1].intValue()));
      number = quotient[0];
    }
    return text.append("1".repeat(leadingZeros)).reverse().toString();
  }
}
