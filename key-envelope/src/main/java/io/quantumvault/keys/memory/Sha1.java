package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * SHA-1 (FIPS 180-4) with block, schedule and state in key memory.
 *
 * <p>Only inside HMAC for one-time codes (RFC 6238), where its collisions do not matter: the
 * authenticator programs in use know nothing else, and libsodium has none.
 */
final class Sha1 implements AutoCloseable {
  static final int DIGEST_BYTES = 20;
  static final int BLOCK_BYTES = 64;

  private static final ValueLayout.OfInt BIG_ENDIAN =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int[] START = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};

  private final SecretMemory memory = SecretMemory.allocate(BLOCK_BYTES + 80 * 4 + DIGEST_BYTES);
  private final MemorySegment block = memory.segment().asSlice(0, BLOCK_BYTES);
  private final MemorySegment schedule = memory.segment().asSlice(BLOCK_BYTES, 80 * 4);
  private final MemorySegment state = memory.segment().asSlice(BLOCK_BYTES + 80 * 4, DIGEST_BYTES);
  private long size;

  Sha1() {
    for (int i = 0; i < START.length; i++) {
      state.setAtIndex(BIG_ENDIAN, i, START[i]);
    }
  }

  void update(MemorySegment input) {
    for (long i = 0; i < input.byteSize(); i++) {
      put(input.get(JAVA_BYTE, i));
    }
  }

  void put(byte b) {
    block.set(JAVA_BYTE, size++ % BLOCK_BYTES, b);
    if (size % BLOCK_BYTES == 0) {
      compress();
    }
  }

  void finish(MemorySegment digest) {
    long bits = size * 8;
    put((byte) 0x80);
    while (size % BLOCK_BYTES != BLOCK_BYTES - 8) {
      put((byte) 0);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((byte) (bits >>> shift));
    }
    digest.copyFrom(state);
  }

  private void compress() {
    for (int i = 0; i < 80; i++) {
      int word =
          i < 16
              ? block.getAtIndex(BIG_ENDIAN, i)
              : Integer.rotateLeft(w(i - 3) ^ w(i - 8) ^ w(i - 14) ^ w(i - 16), 1);
      schedule.setAtIndex(BIG_ENDIAN, i, word);
    }
    int a = h(0);
    int b = h(1);
    int c = h(2);
    int d = h(3);
    int e = h(4);
    for (int i = 0; i < 80; i++) {
      int next = Integer.rotateLeft(a, 5) + mix(i / 20, b, c, d) + e + w(i);
      e = d;
      d = c;
      c = Integer.rotateLeft(b, 30);
      b = a;
      a = next;
    }
    add(0, a);
    add(1, b);
    add(2, c);
    add(3, d);
    add(4, e);
  }

  private static int mix(int quarter, int b, int c, int d) {
    return switch (quarter) {
      case 0 -> ((b & c) | (~b & d)) + 0x5a827999;
      case 1 -> (b ^ c ^ d) + 0x6ed9eba1;
      case 2 -> ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
      default -> (b ^ c ^ d) + 0xca62c1d6;
    };
  }

  private int w(int index) {
    return schedule.getAtIndex(BIG_ENDIAN, index);
  }

  private int h(int index) {
    return state.getAtIndex(BIG_ENDIAN, index);
  }

  private void add(int index, int value) {
    state.setAtIndex(BIG_ENDIAN, index, h(index) + value);
  }

  @Override
  public void close() {
    memory.close();
  }
}
