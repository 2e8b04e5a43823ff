package io.quantumvault.signer.outbound;

import io.quantumvault.schemas.Topics;
import io.quantumvault.signer.marks.MarkBook;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the marks of partitions to their end. */
public final class MarkReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> consumers;

  /** Takes how to make a consumer that reads what was committed. */
  public MarkReader(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /**
   * Fills the books. Called when the producers of these partitions are initialised: after that
   * nobody else can write a mark.
   *
   * @throws IllegalStateException if a mark cannot be read
   */
  public void read(Map<Integer, MarkBook> books) {
    var partitions =
        books.keySet().stream()
            .map(p -> new TopicPartition(Topics.SIGNER_MARKS.name(), p))
            .toList();
    try (var consumer = consumers.get()) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var record : consumer.poll(POLL)) {
          var book = books.get(record.partition());
          if (book != null && record.value() != null) {
            MarkRecords.load(record.value(), book);
          }
        }
      }
    }
  }
}
