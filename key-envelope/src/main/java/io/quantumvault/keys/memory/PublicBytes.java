package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Carries bytes that are not secret between the heap and ordinary native memory. */
final class PublicBytes {
  private PublicBytes() {}

  static MemorySegment in(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }

  /** The parts one after the other. */
  static MemorySegment in(Arena arena, byte[]... parts) {
    long size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    MemorySegment joined = arena.allocate(size);
    long at = 0;
    for (byte[] part : parts) {
      MemorySegment.copy(part, 0, joined, JAVA_BYTE, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /** Writes them to memory that was made for them. */
  static void put(byte[] bytes, MemorySegment to) {
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, bytes.length);
  }

  /**
   * The one copy from native memory to the heap besides {@link Reveal}: for what is published or
   * was never secret, such as a signature, a ciphertext, a MAC, a public half.
   */
  static byte[] out(MemorySegment bytes) {
    byte[] heap = new byte[Math.toIntExact(bytes.byteSize())];
    MemorySegment.copy(bytes, JAVA_BYTE, 0, heap, 0, heap.length);
    return heap;
  }

  /** The parts one after the other, on the heap. */
  static byte[] concat(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size = Math.addExact(size, part.length);
    }
    byte[] joined = new byte[size];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
