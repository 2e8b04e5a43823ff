package io.quantumvault.control;

import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as one of the users that may. */
record TopicReader(Platform platform) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** From the beginning, until there are that many records of the key. */
  List<ConsumerRecord<String, byte[]>> read(Principal who, String topic, String key, int count)
      throws TimeoutException {
    var settings = new HashMap<>(platform.clientSettings(who));
    settings.put("isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var found = new ArrayList<ConsumerRecord<String, byte[]>>();
      Instant end = Instant.now().plus(PATIENCE);
      while (found.size() < count) {
        if (Instant.now().isAfter(end)) {
          throw new TimeoutException("only " + found.size() + " of " + count + " in " + topic);
        }
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> {
              if (key.equals(record.key())) {
                found.add(record);
              }
            });
      }
      return found;
    }
  }
}
