package io.quantumvault.solana.message;

import java.io.ByteArrayOutputStream;

/** Writes a message's parts one after the other. */
final class WireWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  WireWriter u8(int value) {
    out.write(value);
    return this;
  }

  /** The shortest compact-u16 of the value. */
  WireWriter compactU16(int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException("not a u16: " + value);
    }
    int rest = value;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return this;
  }

  WireWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
