package io.quantumvault.schemas;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Bare Protobuf bytes, without a registry or framing. A null value (a tombstone) stays null; bytes
 * that are not the message throw {@link SerializationException}.
 */
public final class ProtobufSerde<T extends Message> implements Serde<T> {
  private final Parser<T> parser;

  private ProtobufSerde(Parser<T> parser) {
    this.parser = parser;
  }

  /** For example {@code ProtobufSerde.of(Signal.parser())}. */
  public static <T extends Message> ProtobufSerde<T> of(Parser<T> parser) {
    return new ProtobufSerde<>(parser);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null in, null out.
  public Serializer<T> serializer() {
    return (topic, message) -> message == null ? null : message.toByteArray();
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null in, null out.
  public Deserializer<T> deserializer() {
    return (topic, bytes) -> bytes == null ? null : parse(topic, bytes);
  }

  private @Nullable T parse(String topic, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException(
          "a record of " + topic + " is not the message of that topic", e);
    }
  }
}
