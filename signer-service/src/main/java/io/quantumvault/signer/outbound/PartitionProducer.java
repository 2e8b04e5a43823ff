package io.quantumvault.signer.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.signer.marks.HotMark;
import io.quantumvault.signer.marks.MarkBook.Changed;
import io.quantumvault.signer.outbound.Outgoing.Ready;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The producer that only a partition's holder can use: events and the marks that cover them are one
 * transaction of it, so whoever sees an event can rely on its mark.
 */
final class PartitionProducer {
  private final int partition;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private volatile @Nullable Producer<byte[], byte[]> producer;

  /** Takes how to make one that is not initialised yet. */
  PartitionProducer(int partition, Supplier<Producer<byte[], byte[]>> producers) {
    this.partition = partition;
    this.producers = producers;
  }

  /**
   * What is published at once.
   *
   * @param hot the marks that cover the events
   * @param statePosition up to where the state has been taken into the standing marks
   */
  record Batch(
      List<Ready> events,
      Map<String, HotMark> hot,
      List<Changed> standing,
      long statePosition,
      List<ExecutionRecord> observed) {
    boolean isEmpty() {
      return events.isEmpty() && standing.isEmpty() && observed.isEmpty();
    }
  }

  /** Shuts out whoever wrote this partition before. */
  void takeOver() {
    var made = producers.get();
    try {
      made.initTransactions();
    } catch (KafkaException e) {
      made.close(Duration.ZERO);
      throw e;
    }
    producer = made;
  }

  /**
   * Publishes all of it, or nothing.
   *
   * @throws KafkaException if it is not known to be published
   */
  void publish(Batch batch) {
    var to = producer;
    if (to == null) {
      throw new KafkaException("no producer");
    }
    to.beginTransaction();
    for (var ready : batch.events()) {
      send(to, Topics.EXECUTIONS, key(ready.agentWallet()), record(ready.event()));
    }
    for (var record : batch.observed()) {
      send(to, Topics.EXECUTIONS, key(record.getAccount().getAgentWallet()), record.toByteArray());
    }
    batch
        .hot()
        .forEach((wallet, mark) ->
            send(
                to,
                Topics.SIGNER_MARKS,
                MarkRecords.hotKey(wallet),
                MarkRecords.hot(wallet, mark)));
    for (var changed : batch.standing()) {
      var wallet = changed.agentWallet();
      send(
          to,
          Topics.SIGNER_MARKS,
          MarkRecords.standingKey(wallet),
          MarkRecords.standing(wallet, changed.mark()));
    }
    if (!batch.standing().isEmpty()) {
      send(
          to,
          Topics.SIGNER_MARKS,
          MarkRecords.stateKey(),
          MarkRecords.state(batch.statePosition()));
    }
    to.commitTransaction();
  }

  private static byte[] key(String agentWallet) {
    return agentWallet.getBytes(UTF_8);
  }

  private static byte[] record(ExecutionEvent event) {
    return ExecutionRecord.newBuilder().setExecution(event).build().toByteArray();
  }

  private void send(Producer<byte[], byte[]> to, Topics.Topic topic, byte[] key, byte[] value) {
    // What fails fails the transaction, whose commit says so.
    var _ = to.send(new ProducerRecord<>(topic.name(), partition, key, value));
  }

  /**
   * Closes it.
   *
   * @param within how long to wait for what is under way
   */
  void close(Duration within) {
    var open = producer;
    producer = null;
    if (open != null) {
      open.close(within);
    }
  }
}
