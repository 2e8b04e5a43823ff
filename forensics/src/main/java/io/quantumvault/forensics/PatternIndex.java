package io.quantumvault.forensics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all of many patterns in one pass.
 *
 * <p>The first two bytes of a place are looked up in a small bit set, which says no nearly always;
 * then the first four in a hash table of the patterns.
 */
final class PatternIndex {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NONE = -1;

  private final Pattern[] patterns;
  private final int[] heads;
  private final int[] next;
  private final int[] buckets;
  private final long[] firstTwo = new long[1 << 10];
  private final int longest;

  PatternIndex(List<Pattern> all) {
    patterns = all.toArray(Pattern[]::new);
    heads = new int[patterns.length];
    next = new int[patterns.length];
    buckets = new int[Integer.highestOneBit(patterns.length + 1) << 3];
    Arrays.fill(buckets, NONE);
    int size = 0;
    for (int i = 0; i < patterns.length; i++) {
      int head = (int) WORD.get(patterns[i].bytes(), 0);
      heads[i] = head;
      firstTwo[(head & 0xffff) >>> 6] |= 1L << head;
      int bucket = bucket(head);
      next[i] = buckets[bucket];
      buckets[bucket] = i;
      size = Math.max(size, patterns[i].bytes().length);
    }
    longest = size;
  }

  /** What is told of each occurrence. */
  interface Found {
    void at(int index, Pattern pattern);
  }

  /** The size of the longest pattern. */
  int longest() {
    return longest;
  }

  /** Tells of every occurrence that lies whole in the first bytes; occurrences may overlap. */
  void search(byte[] data, int length, Found found) {
    for (int at = 0; at <= length - Pattern.FEWEST_BYTES; at++) {
      int head = (int) WORD.get(data, at);
      if ((firstTwo[(head & 0xffff) >>> 6] & 1L << head) != 0) {
        compare(data, at, length, head, found);
      }
    }
  }

  private void compare(byte[] data, int at, int length, int head, Found found) {
    for (int i = buckets[bucket(head)]; i != NONE; i = next[i]) {
      if (heads[i] == head
          && at + patterns[i].bytes().length <= length
          && patterns[i].isAt(data, at)) {
        found.at(at, patterns[i]);
      }
    }
  }

  private int bucket(int head) {
    return (head * 0x9e3779b1) >>> 8 & (buckets.length - 1);
  }
}
