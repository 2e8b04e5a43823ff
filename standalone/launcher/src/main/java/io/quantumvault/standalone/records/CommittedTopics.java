package io.quantumvault.standalone.records;

import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Topics as one user may read them: what was committed, without a group, nothing written. */
public final class CommittedTopics {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;

  /** Takes where the broker is, and as whom to read; connects when first asked. */
  public CommittedTopics(String bootstrapServers, Principal reader, Path passwordFile) {
    kafka =
        new KafkaSettings(
            bootstrapServers, reader.userName(), passwordFile, "SASL_PLAINTEXT", null);
  }

  /**
   * From the beginning, or the first record of a time, to the end that the partitions have now.
   * Records without a value are left out.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker cannot be read, or not by this
   *     user
   */
  public void read(
      Topics.Topic topic,
      List<Integer> numbers,
      @Nullable Instant since,
      Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    var partitions = numbers.stream().map(p -> new TopicPartition(topic.name(), p)).toList();
    try (var consumer = consumer()) {
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      seek(consumer, ends, since);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var record : consumer.poll(POLL)) {
          if (record.value() != null) {
            taker.accept(record);
          }
        }
      }
    }
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      @Nullable Instant since) {
    if (since == null) {
      consumer.seekToBeginning(ends.keySet());
      return;
    }
    var wanted = new HashMap<TopicPartition, Long>();
    ends.keySet().forEach(partition -> wanted.put(partition, since.toEpochMilli()));
    var first = consumer.offsetsForTimes(wanted);
    ends.forEach((partition, end) -> {
      var found = first.get(partition);
      consumer.seek(partition, found == null ? end : found.offset());
    });
  }

  /** Such a reader, assigned to nothing yet. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    var settings = KafkaClients.consumer(kafka);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
