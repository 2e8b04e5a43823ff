package io.quantumvault.acceptance.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.executions.Told;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionEvent.KindCase;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<KindCase, Map<String, Long>> firstMs = new EnumMap<>(KindCase.class);
  private final Map<String, List<ExecutionEvent>> executions = new HashMap<>();
  private final Map<String, List<SignalRejected>> rejections = new HashMap<>();
  private final Map<String, Boolean> ended = new ConcurrentHashMap<>();
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
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

  /** Whether this alert's trade landed and succeeded. */
  boolean confirmed(String signalId) {
    return confirmed.contains(signalId);
  }

  /** What became of all that was sent, held against what the chain took in meanwhile. */
  synchronized Tally tally(Set<String> landed) {
    return Tally.of(plannedMs.keySet(), executions, rejections, landed);
  }

  /** From planned sending to the event, in milliseconds. */
  synchronized Histogram latency(KindCase kind) {
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
        var answer = RejectionRecord.parseFrom(entry.value());
        if (!answer.hasRejected()) {
          return; // a dry run, which no load sends
        }
        var rejection = answer.getRejected();
        rejections
            .computeIfAbsent(rejection.getSignalId(), signal -> new ArrayList<>())
            .add(rejection);
        ended.put(rejection.getSignalId(), true);
        return;
      }
      var execution = ExecutionRecord.parseFrom(entry.value()).getExecution();
      if (execution.getSignalId().isEmpty()) {
        return;
      }
      executions
          .computeIfAbsent(execution.getSignalId(), signal -> new ArrayList<>())
          .add(execution);
      firstMs
          .computeIfAbsent(execution.getKindCase(), kind -> new HashMap<>())
          .putIfAbsent(execution.getSignalId(), execution.getEnvelope().getOccurredAtMs());
      if (execution.hasConfirmed()) {
        confirmed.add(execution.getSignalId());
      }
      if (Told.isEnd(execution)) {
        ended.put(execution.getSignalId(), true);
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
