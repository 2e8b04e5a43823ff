package io.quantumvault.forensics;

import java.util.Arrays;

/**
 * The AES-256 key schedule (FIPS 197, 5.2) and the one of the equivalent inverse cipher (5.3.5).
 */
final class AesSchedule {
  private static final int KEY_BYTES = 32;
  private static final int SCHEDULE_BYTES = 240;
  private static final int ROUND_KEY_BYTES = 16;
  private static final int[] SUBSTITUTION = substitution();

  private AesSchedule() {}

  /** The 60 words, big-endian each, as the standard writes them. */
  static byte[] expand(byte[] key) {
    byte[] w = Arrays.copyOf(key, SCHEDULE_BYTES);
    int roundConstant = 1;
    for (int at = KEY_BYTES; at < SCHEDULE_BYTES; at += 4) {
      int[] t = {u8(w[at - 4]), u8(w[at - 3]), u8(w[at - 2]), u8(w[at - 1])};
      if (at % KEY_BYTES == 0) {
        t =
            new int[] {
              substitute(t[1]) ^ roundConstant, substitute(t[2]), substitute(t[3]), substitute(t[0])
            };
        roundConstant = multiply(roundConstant, 2);
      } else if (at % KEY_BYTES == ROUND_KEY_BYTES) {
        t = new int[] {substitute(t[0]), substitute(t[1]), substitute(t[2]), substitute(t[3])};
      }
      for (int i = 0; i < 4; i++) {
        w[at + i] = (byte) (w[at + i - KEY_BYTES] ^ t[i]);
      }
    }
    return w;
  }

  /** InvMixColumns over every round key but the first and the last, in the order of encryption. */
  static byte[] inverse(byte[] schedule) {
    byte[] result = schedule.clone();
    for (int at = ROUND_KEY_BYTES; at < SCHEDULE_BYTES - ROUND_KEY_BYTES; at += 4) {
      for (int row = 0; row < 4; row++) {
        int mixed = 0;
        for (int i = 0; i < 4; i++) {
          mixed ^= multiply(u8(schedule[at + (row + i) % 4]), new int[] {14, 11, 13, 9}[i]);
        }
        result[at + row] = (byte) mixed;
      }
    }
    return result;
  }

  private static int substitute(int value) {
    return SUBSTITUTION[value];
  }

  /** The S-box: the inverse in GF(2^8), then the affine map (FIPS 197, 5.1.1). */
  private static int[] substitution() {
    int[] box = new int[256];
    for (int value = 0; value < 256; value++) {
      int inverse = 0;
      for (int candidate = 1; candidate < 256 && value != 0; candidate++) {
        inverse = multiply(value, candidate) == 1 ? candidate : inverse;
      }
      int result = 0x63;
      for (int turn = 0; turn < 5; turn++) {
        result ^= (inverse << turn | inverse >> (8 - turn)) & 0xff;
      }
      box[value] = result;
    }
    return box;
  }

  /** The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
  private static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      product ^= (b >> bit & 1) * a;
      a = a << 1 ^ (a >> 7) * 0x11b;
    }
    return product;
  }

  private static int u8(byte value) {
    return Byte.toUnsignedInt(value);
  }
}
