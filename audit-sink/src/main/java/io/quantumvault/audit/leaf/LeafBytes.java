package io.quantumvault.audit.leaf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of one record. All integers are big-endian; every field of variable length
 * carries its length, so two different records never have the same bytes.
 *
 * <pre>
 * 1  format version, 0x01
 * 4  length of the topic's name, then the name in UTF-8
 * 4  partition
 * 8  offset
 * 8  timestamp, UTC milliseconds since 1970
 * 4  length of the key, then the key; length 0xFFFFFFFF and nothing more for no key
 * 4  length of the value, then the whole value; length 0xFFFFFFFF and nothing more for no value
 * </pre>
 *
 * <p>Headers are left out: they carry trace context, which is not part of what happened.
 */
public final class LeafBytes {
  /** The first byte of every leaf made here. */
  public static final byte FORMAT_VERSION = 1;

  private static final int ABSENT = -1;
  private static final int FIXED = 1 + 4 + 4 + 8 + 8 + 4 + 4;

  private LeafBytes() {}

  /** The leaf of a record. */
  public static byte[] of(SourceRecord record) {
    byte[] topic = record.topic().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(FIXED + topic.length + length(record.key()) + length(record.value()));
    out.put(FORMAT_VERSION);
    put(out, topic);
    out.putInt(record.partition()).putLong(record.offset()).putLong(record.timestampMs());
    put(out, record.key());
    put(out, record.value());
    return out.array();
  }

  private static int length(byte @Nullable [] field) {
    return field == null ? 0 : field.length;
  }

  private static void put(ByteBuffer out, byte @Nullable [] field) {
    if (field == null) {
      out.putInt(ABSENT);
    } else {
      out.putInt(field.length).put(field);
    }
  }
}
