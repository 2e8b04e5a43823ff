package io.quantumvault.forensics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The state of SHA-256 after one block (FIPS 180-4, 6.2.2), which no library shows. HMAC starts
 * from two such states, and whoever has both can do without the key.
 */
final class Sha256Block {
  private static final int[] ROUNDS = new int[64];
  private static final int[] START = new int[8];

  static {
    int prime = 1;
    for (int i = 0; i < 64; i++) {
      prime = BigInteger.valueOf(prime).nextProbablePrime().intValueExact();
      ROUNDS[i] = fraction(Math.cbrt(prime), prime, 3);
      if (i < 8) {
        START[i] = fraction(Math.sqrt(prime), prime, 2);
      }
    }
  }

  private Sha256Block() {}

  /** The first 32 bits behind the point of a root of a small prime. */
  private static int fraction(double guess, int prime, int power) {
    BigInteger scaled = BigInteger.valueOf(prime).shiftLeft(32 * power);
    BigInteger root = new BigDecimal(guess).multiply(BigDecimal.valueOf(1L << 32)).toBigInteger();
    // The guess is right to within a few units; exact arithmetic settles the last.
    while (root.pow(power).compareTo(scaled) > 0) {
      root = root.subtract(BigInteger.ONE);
    }
    while (root.add(BigInteger.ONE).pow(power).compareTo(scaled) <= 0) {
      root = root.add(BigInteger.ONE);
    }
    return root.intValue();
  }

  /** The 32 bytes of state after a first block of 64 bytes, words big-endian. */
  static byte[] after(byte[] block) {
    int[] w = new int[64];
    ByteBuffer.wrap(block).asIntBuffer().get(w, 0, 16);
    for (int i = 16; i < 64; i++) {
      int s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >>> 3;
      int s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >>> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    int[] v = START.clone();
    for (int i = 0; i < 64; i++) {
      int choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      int majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      int t1 = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + choice + ROUNDS[i] + w[i];
      int t2 = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + majority;
      System.arraycopy(v, 0, v, 1, 7);
      v[4] += t1;
      v[0] = t1 + t2;
    }
    ByteBuffer state = ByteBuffer.allocate(32);
    for (int i = 0; i < 8; i++) {
      state.putInt(START[i] + v[i]);
    }
    return state.array();
  }

  private static int turn(int value, int bits) {
    return Integer.rotateRight(value, bits);
  }
}
