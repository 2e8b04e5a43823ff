package io.quantumvault.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.standalone.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The other stages' ends of the topics: each writes and reads as its own user. */
final class Wire implements AutoCloseable {
  /** Ends a test that would never end; nothing is asserted about time. */
  private static final Duration GIVE_UP = Duration.ofMinutes(4);

  private final Platform platform;
  private final Map<Principal, KafkaProducer<byte[], byte[]>> producers =
      new EnumMap<>(Principal.class);
  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();

  Wire(Platform platform) {
    this.platform = platform;
  }

  void send(Principal who, Topics.Topic topic, String key, MessageLite value) {
    var producer =
        producers.computeIfAbsent(
            who,
            user ->
                new KafkaProducer<>(
                    platform.clientSettings(user),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
    var _ =
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value.toByteArray()));
  }

  void flush() {
    producers.values().forEach(KafkaProducer::flush);
  }

  /** Reads a topic from its beginning, only what was committed. */
  KafkaConsumer<byte[], byte[]> reader(Principal who, Topics.Topic topic) {
    var settings = new HashMap<>(platform.clientSettings(who));
    settings.put("isolation.level", "read_committed");
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumers.add(consumer);
    var partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** Polls until the condition holds. */
  static void readUntil(
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecord<byte[], byte[]>> each,
      BooleanSupplier done) {
    var end = Instant.now().plus(GIVE_UP);
    while (!done.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("what was waited for never came");
      }
      consumer.poll(Duration.ofMillis(50)).forEach(each);
    }
  }

  @Override
  public void close() {
    producers.values().forEach(KafkaProducer::close);
    consumers.forEach(KafkaConsumer::close);
  }
}
