package io.quantumvault.forensics;

import java.util.Arrays;

/**
 * Bytes to look for: one form of one secret.
 *
 * @param secret the name of the secret
 * @param form what form of it this is, in words
 * @param bytes at least {@value #FEWEST_BYTES}, of which enough differ to be told from chance
 * @param control whether it is public and must be found
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the search needs the bytes
public record Pattern(String secret, String form, byte[] bytes, boolean control) {
  /** Shorter patterns occur by chance. */
  public static final int FEWEST_BYTES = 8;

  private static final int FEWEST_DIFFERENT = 5;

  /** Refuses what is too short. */
  public Pattern {
    if (bytes.length < FEWEST_BYTES) {
      throw new IllegalArgumentException("too short to be told from chance");
    }
  }

  /** Whether the bytes repeat so much (zeros, a counter's top) that memory is full of them. */
  boolean isCommonplace() {
    var seen = new boolean[256];
    int different = 0;
    for (byte b : bytes) {
      int value = Byte.toUnsignedInt(b);
      different += seen[value] ? 0 : 1;
      seen[value] = true;
    }
    return different < FEWEST_DIFFERENT;
  }

  boolean isAt(byte[] data, int at) {
    return Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length);
  }

  @Override
  public String toString() {
    return secret + ", " + form;
  }
}
