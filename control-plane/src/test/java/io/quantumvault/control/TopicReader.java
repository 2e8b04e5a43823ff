package io.quantumvault.control;

import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as one of the users that may. */
record TopicReader(Platform platform) {
  /** From the beginning, until there are that many records of the key; not for compacted topics. */
  List<ConsumerRecord<String, byte[]>> read(Principal who, String topic, String key, int count)
      throws Exception {
    return readUntil(who, topic, key, found -> found.size() >= count);
  }

  /** From the beginning, until the records of the key are enough. */
  List<ConsumerRecord<String, byte[]>> readUntil(
      Principal who,
      String topic,
      String key,
      Predicate<List<ConsumerRecord<String, byte[]>>> enough)
      throws Exception {
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
      return Patience.until(
          () -> {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
              if (key.equals(record.key())) {
                found.add(record);
              }
            }
            return found;
          },
          enough::test);
    }
  }
}
