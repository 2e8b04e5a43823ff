package io.quantumvault.standalone.platform;

import io.quantumvault.schemas.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads topics as one of the users. */
final class Records {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Platform platform;

  Records(Platform platform) {
    this.platform = platform;
  }

  /** Returns when the broker has taken the record, or throws its refusal. */
  void write(Principal who, String topic, String key, byte[] value) throws Exception {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(who));
    settings.put("max.block.ms", PATIENCE.toMillis());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, key, value))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Reads from the beginning until there are that many records of the key. */
  List<ConsumerRecord<String, byte[]>> read(Principal who, String topic, String key, int count)
      throws TimeoutException {
    try (KafkaConsumer<String, byte[]> consumer = consumer(who)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      Instant end = Instant.now().plus(PATIENCE);
      while (found.size() < count) {
        if (Instant.now().isAfter(end)) {
          throw new TimeoutException("Only " + found.size() + " of " + count + " in " + topic);
        }
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> {
              if (key.equals(record.key())) {
                found.add(record);
              }
            });
      }
      return found;
    }
  }

  private KafkaConsumer<String, byte[]> consumer(Principal who) {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(who));
    settings.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Returns when the group has given its partitions, or throws the broker's refusal. */
  void join(Principal who, String topic, String group) throws TimeoutException {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(who));
    settings.put("group.id", group);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      Instant end = Instant.now().plus(PATIENCE);
      while (consumer.assignment().isEmpty()) {
        if (Instant.now().isAfter(end)) {
          throw new TimeoutException("The group " + group + " gave nothing of " + topic);
        }
        var _ = consumer.poll(Duration.ofMillis(200));
      }
    }
  }
}
