package io.quantumvault.forensics;

import java.util.Arrays;

/** Base58 as Bitcoin and Solana write it, into bytes. */
final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private Base58() {}

  static byte[] encode(byte[] value) {
    byte[] number = value.clone();
    byte[] text = new byte[2 * value.length];
    int start = text.length;
    int leading = 0;
    while (leading < value.length && value[leading] == 0) {
      leading++;
    }
    for (int from = leading; from < number.length; ) {
      int remainder = 0;
      for (int i = from; i < number.length; i++) {
        int digit = remainder << 8 | Byte.toUnsignedInt(number[i]);
        number[i] = (byte) (digit / 58);
        remainder = digit % 58;
      }
      text[--start] = (byte) ALPHABET.charAt(remainder);
      if (number[from] == 0) {
        from++;
      }
    }
    for (int i = 0; i < leading; i++) {
      text[--start] = (byte) ALPHABET.charAt(0);
    }
    Arrays.fill(number, (byte) 0);
    return Arrays.copyOfRange(text, start, text.length);
  }
}
