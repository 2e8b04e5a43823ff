package io.quantumvault.acceptance.dsl;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning, committed records only. */
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
  private int taken;

  /** With a user's settings, of these topics. */
  public TopicReader(Map<String, Object> user, Collection<String> topics) {
    var settings = new HashMap<>(user);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put("default.api.timeout.ms", 10_000);
    consumer = new KafkaConsumer<>(settings);
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All there is up to now. */
  public List<ConsumerRecord<byte[], byte[]>> all() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      more();
    }
    return List.copyOf(seen);
  }

  /** All there is up to now and was not given by this method before. */
  public List<ConsumerRecord<byte[], byte[]>> fresh() {
    var fresh = all().subList(taken, seen.size());
    taken = seen.size();
    return fresh;
  }

  /** Reads a little further. */
  public List<ConsumerRecord<byte[], byte[]>> more() {
    consumer.poll(POLL).forEach(seen::add);
    return seen;
  }

  /** The refusals of a signal so far. */
  public List<SignalRejected> rejections(String signalId) {
    more();
    return seen.stream()
        .filter(r -> r.topic().equals(Topics.REJECTIONS.name()))
        .map(r -> parse(r, RejectionRecord.parser()))
        .filter(RejectionRecord::hasRejected)
        .map(RejectionRecord::getRejected)
        .filter(r -> r.getSignalId().equals(signalId))
        .toList();
  }

  /** The execution events of a signal so far, in order. */
  public List<ExecutionEvent> executions(String signalId) {
    more();
    return seen.stream()
        .filter(r -> r.topic().equals(Topics.EXECUTIONS.name()))
        .map(r -> parse(r, ExecutionRecord.parser()))
        .filter(ExecutionRecord::hasExecution)
        .map(ExecutionRecord::getExecution)
        .filter(e -> e.getSignalId().equals(signalId))
        .toList();
  }

  /** Whether a reading of this bot's account has been seen that has the deposit. */
  public boolean accountObserved(String botId) {
    more();
    return seen.stream()
        .filter(r -> r.topic().equals(Topics.EXECUTIONS.name()))
        .map(r -> parse(r, ExecutionRecord.parser()))
        .filter(r -> r.hasAccount() && r.getAccount().getBotId().equals(botId))
        .anyMatch(r -> r.getAccount().getAccount().getEquityUsd().matches(".*[1-9].*"));
  }

  private static <T> T parse(
      ConsumerRecord<byte[], byte[]> entry, com.google.protobuf.Parser<T> parser) {
    try {
      return parser.parseFrom(entry.value());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a record of " + entry.topic() + " cannot be read", e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
