package io.quantumvault.policy.book;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what the stage keeps; the layout is {@link StateInput}'s. */
final class StateOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Writes one item. */
  interface Item<T> {
    void write(T item) throws IOException;
  }

  /** All that the writing writes. */
  static byte[] of(Item<StateOutput> writing) {
    var output = new StateOutput();
    try {
      writing.write(output);
      output.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.bytes.toByteArray();
  }

  void u8(int value) throws IOException {
    out.writeByte(value);
  }

  void number(long value) throws IOException {
    out.writeLong(value);
  }

  void truth(boolean value) throws IOException {
    out.writeBoolean(value);
  }

  void text(String value) throws IOException {
    out.writeUTF(value);
  }

  void id(UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  void time(Instant time) throws IOException {
    out.writeLong(time.toEpochMilli());
  }

  void decimal(BigDecimal number) throws IOException {
    byte[] unscaled = number.unscaledValue().toByteArray();
    out.writeInt(number.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  <T> void perhaps(@Nullable T value, Item<T> item) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      item.write(value);
    }
  }

  <T> void all(Collection<T> values, Item<T> item) throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      item.write(value);
    }
  }
}
