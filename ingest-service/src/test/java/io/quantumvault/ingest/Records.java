package io.quantumvault.ingest;

import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes and reads topics with a user's own settings. */
final class Records {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Records() {}

  static void write(
      Map<String, Object> user, Topics.Topic topic, String key, byte @Nullable [] value)
      throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            new HashMap<>(user), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic.name(), key, value)).get(30, TimeUnit.SECONDS);
    }
  }

  /** Reads from the beginning until enough has been seen, and returns all of it. */
  static List<ConsumerRecord<String, byte[]>> readUntil(
      Map<String, Object> user,
      Topics.Topic topic,
      Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
    Map<String, Object> settings = new HashMap<>(user);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();
      Instant end = Instant.now().plus(PATIENCE);
      while (!enough.test(seen)) {
        if (Instant.now().isAfter(end)) {
          throw new AssertionError("only " + seen.size() + " records in " + topic.name());
        }
        consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
      }
      return seen;
    }
  }
}
