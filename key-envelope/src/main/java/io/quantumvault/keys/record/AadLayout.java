package io.quantumvault.keys.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** Writes: version u32 LE ‖ record type u8 ‖ owner 32 ‖ the record's own context. */
final class AadLayout {
  private static final int VERSION = 2;

  private final ByteBuffer out;

  private AadLayout(int type, Bytes32 owner, int contextBytes) {
    out = ByteBuffer.allocate(4 + 1 + 32 + contextBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(VERSION).put((byte) type);
    owner.putInto(out);
  }

  static AadLayout of(int type, Bytes32 owner, int contextBytes) {
    return new AadLayout(type, owner, contextBytes);
  }

  AadLayout add(Bytes32 bytes) {
    bytes.putInto(out);
    return this;
  }

  /** Sixteen bytes in the order in which the identifier is written as text. */
  AadLayout add(UUID id) {
    ByteOrder numbers = out.order();
    out.order(ByteOrder.BIG_ENDIAN);
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    out.order(numbers);
    return this;
  }

  AadLayout add(int number) {
    out.putInt(number);
    return this;
  }

  AadLayout add(long number) {
    out.putLong(number);
    return this;
  }

  byte[] bytes() {
    if (out.hasRemaining()) {
      throw new IllegalStateException("context shorter than its layout");
    }
    return out.array();
  }
}
