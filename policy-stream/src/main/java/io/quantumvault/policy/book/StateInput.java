package io.quantumvault.policy.book;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the stage kept: numbers big endian, texts as {@link java.io.DataOutput#writeUTF}, what
 * may be absent behind a u8, lists behind a count of 32 bits.
 */
final class StateInput {
  private final DataInputStream in;

  private StateInput(byte[] bytes) {
    this.in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /** Reads one item. */
  interface Item<T> {
    T read() throws IOException;
  }

  /** Takes one item that was read. */
  interface Each {
    void read() throws IOException;
  }

  /** Reads all of some bytes. */
  interface Reading<T> {
    T from(StateInput input) throws IOException;
  }

  /**
   * What the reading makes of the bytes.
   *
   * @param what names them
   * @throws CorruptState if they end too early or go on behind their end
   */
  static <T> T read(byte[] bytes, String what, Reading<T> reading) {
    var input = new StateInput(bytes);
    try {
      T read = reading.from(input);
      if (input.in.read() != -1) {
        throw new CorruptState(what + " with something behind its end");
      }
      return read;
    } catch (IOException | ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw new CorruptState(what + " that cannot be read", e);
    }
  }

  int u8() throws IOException {
    return in.readUnsignedByte();
  }

  long number() throws IOException {
    return in.readLong();
  }

  boolean truth() throws IOException {
    return in.readBoolean();
  }

  String text() throws IOException {
    return in.readUTF();
  }

  UUID id() throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  Instant time() throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }

  BigDecimal decimal() throws IOException {
    int scale = in.readInt();
    int length = in.readInt();
    if (length < 1 || length > 256) {
      throw new CorruptState("a number of " + length + " bytes");
    }
    return new BigDecimal(new BigInteger(in.readNBytes(length)), scale);
  }

  <T> @Nullable T perhaps(Item<T> item) throws IOException {
    return in.readBoolean() ? item.read() : null;
  }

  void all(Each each) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      each.read();
    }
  }
}
