package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Tells 32 bytes typed, counted or repeated by hand from random ones.
 *
 * <p>Each rule refuses a random key with a probability below 2<sup>-34</sup>: fewer than 16
 * different byte values, printable text only, equal steps from byte to byte.
 */
public final class KeyStrength {
  private static final int FEWEST_DIFFERENT_BYTES = 16;

  private KeyStrength() {}

  /** Whether somebody typed, counted or repeated these bytes. */
  public static boolean looksHandMade(SecretMemory key) {
    return looksHandMade(key.segment());
  }

  static boolean looksHandMade(MemorySegment key) {
    return different(key) < FEWEST_DIFFERENT_BYTES || isText(key) || hasEqualSteps(key);
  }

  private static int different(MemorySegment key) {
    int count = 0;
    for (long i = 0; i < key.byteSize(); i++) {
      boolean seen = false;
      for (long j = 0; j < i; j++) {
        seen |= at(key, i) == at(key, j);
      }
      count += seen ? 0 : 1;
    }
    return count;
  }

  private static boolean isText(MemorySegment key) {
    for (long i = 0; i < key.byteSize(); i++) {
      byte b = at(key, i);
      boolean printable = b >= 0x20 && b < 0x7f;
      boolean lineEnd = b == '\n' || b == '\r' || b == '\t';
      if (!printable && !lineEnd) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasEqualSteps(MemorySegment key) {
    for (long i = 2; i < key.byteSize(); i++) {
      if ((byte) (at(key, i) - at(key, i - 1)) != (byte) (at(key, 1) - at(key, 0))) {
        return false;
      }
    }
    return true;
  }

  private static byte at(MemorySegment key, long index) {
    return key.get(JAVA_BYTE, index);
  }
}
