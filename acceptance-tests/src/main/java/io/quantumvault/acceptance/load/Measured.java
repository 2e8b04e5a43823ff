package io.quantumvault.acceptance.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionKind;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the topics say became of each alert. Latency runs from the planned time of sending to the
 * time the signer gave the event, both from this machine's clock, in microseconds at millisecond
 * resolution.
 */
final class Measured implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Long> plannedMs = new ConcurrentHashMap<>();
  private final Map<ExecutionKind, Map<String, Long>> firstMs = new EnumMap<>(ExecutionKind.class);
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Boolean> ended = new ConcurrentHashMap<>();
  private final Thread reader;
  private volatile boolean closed;

  Measured(Map<String, Object> operator) {
    var settings = new HashMap<>(operator);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer = new KafkaConsumer<>(settings);
    List<TopicPartition> partitions =
        List.of(Topics.EXECUTIONS, Topics.REJECTIONS).stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader = Thread.ofPlatform().daemon().name("load-trail").start(this::read);
  }

  void sent(String signalId, long atMs) {
    plannedMs.put(signalId, atMs);
  }

  boolean allEnded() {
    return ended.keySet().containsAll(plannedMs.keySet());
  }

  int endedCount() {
    return (int) plannedMs.keySet().stream().filter(ended::containsKey).count();
  }

  synchronized int count(ExecutionKind kind) {
    return (int)
        firstMs.getOrDefault(kind, Map.of()).keySet().stream()
            .filter(plannedMs::containsKey)
            .count();
  }

  synchronized Map<String, Integer> refusals() {
    return new TreeMap<>(refusals);
  }

  /** From planned sending to the event, in milliseconds. */
  synchronized Histogram latency(ExecutionKind kind) {
    var histogram = new Histogram(3);
    firstMs
        .getOrDefault(kind, Map.of())
        .forEach((signal, at) -> {
          Long planned = plannedMs.get(signal);
          if (planned != null) {
            histogram.recordValue(Math.max(0, at - planned));
          }
        });
    return histogram;
  }

  private void read() {
    try {
      while (!closed) {
        consumer.poll(POLL).forEach(this::take);
      }
    } finally {
      consumer.close();
    }
  }

  private synchronized void take(ConsumerRecord<byte[], byte[]> entry) {
    try {
      if (entry.topic().equals(Topics.REJECTIONS.name())) {
        var rejection = SignalRejected.parseFrom(entry.value());
        rejection
            .getReasonsList()
            .forEach(reason -> refusals.merge(reason.name(), 1, Integer::sum));
        ended.put(rejection.getSignalId(), true);
        return;
      }
      var execution = ExecutionRecord.parseFrom(entry.value()).getExecution();
      if (execution.getSignalId().isEmpty()) {
        return;
      }
      firstMs
          .computeIfAbsent(execution.getKind(), kind -> new HashMap<>())
          .putIfAbsent(execution.getSignalId(), execution.getEnvelope().getOccurredAtMs());
      switch (execution.getKind()) {
        case EXECUTION_KIND_REFUSED -> {
          refusals.merge("REFUSED " + execution.getReason(), 1, Integer::sum);
          ended.put(execution.getSignalId(), true);
        }
        case EXECUTION_KIND_CONFIRMED,
            EXECUTION_KIND_FAILED,
            EXECUTION_KIND_EXPIRED,
            EXECUTION_KIND_OUTCOME_UNKNOWN ->
            ended.put(execution.getSignalId(), true);
        default -> {}
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record of " + entry.topic() + " cannot be read", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    reader.join();
  }
}
