package io.quantumvault.forensics;

import java.util.Random;

/** Test values; the seed is printed, so that a failure can be run again. */
final class TestRandom {
  private TestRandom() {}

  static Random of(Class<?> test) {
    long seed = Long.getLong("quantumvault.test.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": -Dquantumvault.test.seed=" + seed);
    return new Random(seed);
  }

  static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
