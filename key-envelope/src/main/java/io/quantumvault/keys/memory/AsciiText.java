package io.quantumvault.keys.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Tells ASCII text in key memory from other. */
public final class AsciiText {
  private AsciiText() {}

  /** Whether every byte is below 128. */
  public static boolean isAscii(SecretMemory text) {
    MemorySegment bytes = text.segment();
    for (long at = 0; at < bytes.byteSize(); at++) {
      if (bytes.get(JAVA_BYTE, at) < 0) {
        return false;
      }
    }
    return true;
  }
}
