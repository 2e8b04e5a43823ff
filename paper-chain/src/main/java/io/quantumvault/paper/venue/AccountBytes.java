package io.quantumvault.paper.venue;

import java.util.Arrays;
import java.util.HexFormat;

/** The 8-byte discriminator that opens every account of the program. */
final class AccountBytes {
  private AccountBytes() {}

  static byte[] of(String discriminator, int length) {
    byte[] bytes = new byte[length];
    System.arraycopy(HexFormat.of().parseHex(discriminator), 0, bytes, 0, 8);
    return bytes;
  }

  static boolean has(String discriminator, byte[] data) {
    return data.length >= 8
        && Arrays.equals(data, 0, 8, HexFormat.of().parseHex(discriminator), 0, 8);
  }
}
