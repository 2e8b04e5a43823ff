package io.quantumvault.audit.verify;

import io.quantumvault.audit.inbound.EventReader;
import io.quantumvault.audit.log.EventIndex;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leaves of source logs: canonical records of this topic and partition, offsets rising. */
final class SourceLeafRule implements LeafRule {
  private final String topic;
  private final int partition;
  private long lastOffset = -1;
  private @Nullable UUID eventId;

  SourceLeafRule(String topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  @Override
  public @Nullable UUID eventId() {
    return eventId;
  }

  @Override
  public @Nullable String judge(LeafRow row) {
    eventId = null;
    try {
      return judge(row, ByteBuffer.wrap(row.leaf()));
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      return "its bytes are not a leaf";
    }
  }

  private @Nullable String judge(LeafRow row, ByteBuffer leaf) {
    if (leaf.get() != 1) {
      return "its format version is unknown";
    }
    byte[] name = field(leaf);
    int of = leaf.getInt();
    long offset = leaf.getLong();
    leaf.getLong();
    field(leaf);
    byte[] value = field(leaf);
    if (name == null || leaf.hasRemaining()) {
      return "its bytes are not a leaf";
    }
    String from = new String(name, StandardCharsets.UTF_8);
    EventIndex event = EventReader.read(from, value);
    eventId = event.eventId();
    if (!from.equals(topic) || of != partition) {
      return "it is a record of " + from + "/" + of;
    }
    if (offset != row.offset()) {
      return "reordered: it is the record of offset " + offset + ", its row says " + row.offset();
    }
    if (offset <= lastOffset) {
      return "reordered: offset " + offset + " comes after " + lastOffset;
    }
    lastOffset = offset;
    return columns(row, event);
  }

  private static @Nullable String columns(LeafRow row, EventIndex event) {
    boolean same =
        Objects.equals(row.correlationId(), event.correlationId())
            && Objects.equals(row.owner(), event.owner())
            && Objects.equals(row.botId(), event.botId())
            && Objects.equals(row.occurredAtMs(), event.occurredAtMs());
    return same ? null : "edited: the columns it is found by are not those of its bytes";
  }

  private static byte @Nullable [] field(ByteBuffer leaf) {
    int length = leaf.getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > leaf.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    leaf.get(field);
    return field;
  }
}
