package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Reads what somebody types or pipes straight into key memory: neither a stream nor a string of the
 * heap ever holds it.
 */
public final class SecretInput {
  /** The most that is read: longer than any mnemonic with room to spare. */
  public static final int MOST_BYTES = 4096;

  private static final int STANDARD_INPUT = 0;

  /** Where the reading ends. */
  public enum Until {
    /** At the end of the line, which is not part of it. */
    LINE_END,
    /** At the end of the input. */
    END
  }

  private SecretInput() {}

  /**
   * Reads standard input, byte by byte, so that nothing after the line is taken from the next
   * reader.
   *
   * @return what was there, at least one byte
   * @throws IllegalArgumentException when there was nothing, or more than {@link #MOST_BYTES}
   */
  public static SecretMemory read(Until until) {
    return read(STANDARD_INPUT, until);
  }

  static SecretMemory read(int descriptor, Until until) {
    try (SecretMemory room = SecretMemory.allocate(MOST_BYTES)) {
      MemorySegment bytes = room.segment();
      int size = 0;
      while (true) {
        if (size == MOST_BYTES) {
          throw new IllegalArgumentException("more than " + MOST_BYTES + " bytes came");
        }
        long got = Libc.read(descriptor, bytes.asSlice(size), 1);
        if (got <= 0 || until == Until.LINE_END && bytes.get(JAVA_BYTE, size) == '\n') {
          break;
        }
        size++;
      }
      if (size == 0) {
        throw new IllegalArgumentException("nothing came on standard input");
      }
      return SecretLayout.slice(room, 0, size);
    }
  }
}
