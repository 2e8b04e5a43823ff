package io.quantumvault.standalone.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the topics from now on, as any reader with the operator's rights can, and sorts what is
 * said by signal.
 */
final class Trail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, BlockingQueue<Step>> stepsBySignal = new HashMap<>();
  private final Set<String> observedBots = new HashSet<>();
  private final Thread reader;
  private volatile boolean closed;

  Trail(Map<String, Object> operator) {
    var settings = new HashMap<>(operator);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer = new KafkaConsumer<>(settings);
    List<TopicPartition> partitions =
        List.of(Topics.SIGNALS, Topics.INTENTS, Topics.REJECTIONS, Topics.EXECUTIONS).stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    reader = Thread.ofPlatform().daemon().name("demo-trail").start(this::read);
  }

  /** The next step of a signal, or null if none comes within the limit. */
  @org.jspecify.annotations.Nullable
  Step next(String signalId, Duration limit) throws InterruptedException {
    return steps(signalId).poll(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the signer has read this bot's account since the trail began. */
  boolean accountObserved(String botId) {
    synchronized (observedBots) {
      return observedBots.contains(botId);
    }
  }

  private BlockingQueue<Step> steps(String signalId) {
    synchronized (stepsBySignal) {
      return stepsBySignal.computeIfAbsent(signalId, id -> new LinkedBlockingQueue<>());
    }
  }

  private void read() {
    try {
      while (!closed) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException e) {
      // Closing.
    } finally {
      consumer.close();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> entry) {
    long at = entry.timestamp();
    try {
      switch (entry.topic()) {
        case "signals-v1" ->
            add(Signal.parseFrom(entry.value()).getSignalId(), new Step.Accepted(at));
        case "intents-v1" -> {
          var intent =
              TradeIntentPayload.parseFrom(TradeIntent.parseFrom(entry.value()).getPayload());
          add(intent.getSignalId(), new Step.Approved(at, intent));
        }
        case "rejections-v1" -> {
          var answer = RejectionRecord.parseFrom(entry.value());
          switch (answer.getRecordCase()) {
            case REJECTED ->
                add(
                    answer.getRejected().getSignalId(),
                    new Step.Rejected(at, answer.getRejected()));
            case TESTED, RECORD_NOT_SET -> {
              // No alert of the demo's is a dry run.
            }
          }
        }
        default -> execution(at, ExecutionRecord.parseFrom(entry.value()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record of " + entry.topic() + " cannot be read", e);
    }
  }

  private void execution(long at, ExecutionRecord entry) {
    switch (entry.getRecordCase()) {
      case ACCOUNT -> {
        synchronized (observedBots) {
          observedBots.add(entry.getAccount().getBotId());
        }
      }
      case EXECUTION ->
          add(entry.getExecution().getSignalId(), new Step.Executed(at, entry.getExecution()));
      case RECORD_NOT_SET -> {
        // Of a later version: no step that this one can show.
      }
    }
  }

  private void add(String signalId, Step step) {
    if (!signalId.isEmpty()) {
      steps(signalId).add(step);
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
