package io.quantumvault.signer.campaign;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Kafka as far as a signer sees it: a log a partition, transactions that are written whole or not
 * at all, and one producer a partition: the one that was initialised last.
 */
final class KafkaModel {
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final Map<Integer, UUID> writers = new HashMap<>();
  private final Consumer<ConsumerRecord<byte[], byte[]>> onAppend;

  /** How the next commits of a transaction fail. */
  enum Trouble {
    NONE,
    /** It is not written, and nobody answers. */
    LOST,
    /** It is written, and the answer is lost. */
    ANSWER_LOST
  }

  private Trouble trouble = Trouble.NONE;

  /** Tells of every record, in order, while the model is locked. */
  KafkaModel(Consumer<ConsumerRecord<byte[], byte[]>> onAppend) {
    this.onAppend = onAppend;
  }

  synchronized void trouble(Trouble next) {
    trouble = next;
  }

  synchronized long append(String topic, int partition, byte[] key, byte[] value) {
    var at = new TopicPartition(topic, partition);
    var log = logs.computeIfAbsent(at, t -> new ArrayList<>());
    var record = new ConsumerRecord<>(topic, partition, log.size(), key, value);
    log.add(record);
    onAppend.accept(record);
    notifyAll();
    return record.offset();
  }

  synchronized List<ConsumerRecord<byte[], byte[]>> after(TopicPartition at, long offset) {
    var log = logs.getOrDefault(at, List.of());
    return List.copyOf(log.subList((int) Math.min(offset, log.size()), log.size()));
  }

  synchronized long end(TopicPartition at) {
    return logs.getOrDefault(at, List.of()).size();
  }

  synchronized void awaitRecords(Duration atMost, Supplier<Boolean> done)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!done.get()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  synchronized void wakeUp() {
    notifyAll();
  }

  /** A producer with the transactional id of a partition. */
  @SuppressWarnings("unchecked")
  Producer<byte[], byte[]> producer(Gate gate, int partition) {
    var me = UUID.randomUUID();
    var open = new ArrayList<ProducerRecord<byte[], byte[]>>();
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "initTransactions" -> initialised(gate, partition, me);
                  case "beginTransaction" -> begun(open);
                  case "send" -> sent(open, args);
                  case "commitTransaction" -> committed(gate, partition, me, open);
                  case "close" -> null;
                  case "hashCode" -> me.hashCode();
                  case "toString" -> "producer " + partition + " of " + gate.name;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private @Nullable Object initialised(Gate gate, int partition, UUID me) {
    gate.before(Edge.OTHER);
    synchronized (this) {
      writers.put(partition, me);
    }
    gate.after(Edge.OTHER);
    return null;
  }

  private static @Nullable Object begun(List<ProducerRecord<byte[], byte[]>> open) {
    open.clear();
    return null;
  }

  @SuppressWarnings("unchecked")
  private static Object sent(List<ProducerRecord<byte[], byte[]>> open, Object[] args) {
    open.add((ProducerRecord<byte[], byte[]>) args[0]);
    return CompletableFuture.completedFuture(null);
  }

  private @Nullable Object committed(
      Gate gate, int partition, UUID me, List<ProducerRecord<byte[], byte[]>> open) {
    gate.before(Edge.MARK);
    synchronized (this) {
      if (!me.equals(writers.get(partition))) {
        throw new ProducerFencedException("another producer has partition " + partition);
      }
      var now = trouble;
      trouble = Trouble.NONE;
      if (now == Trouble.LOST) {
        throw new TimeoutException("the transaction was not written");
      }
      open.forEach(r -> append(r.topic(), partition, r.key(), r.value()));
      if (now == Trouble.ANSWER_LOST) {
        throw new TimeoutException("the answer was lost");
      }
    }
    gate.after(Edge.MARK);
    return null;
  }

  /** Consumers of this model for one signer. */
  ConsumerFactory<byte[], byte[]> consumers(Gate gate) {
    return new ConsumerFactory<>() {
      @Override
      public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> createConsumer(
          @Nullable String group,
          @Nullable String prefix,
          @Nullable String suffix,
          @Nullable Properties properties) {
        return ModelConsumer.of(KafkaModel.this, gate);
      }

      @Override
      public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> createConsumer(
          @Nullable String group, @Nullable String prefix, @Nullable String suffix) {
        return ModelConsumer.of(KafkaModel.this, gate);
      }

      @Override
      public boolean isAutoCommit() {
        return false;
      }

      @Override
      public Map<String, Object> getConfigurationProperties() {
        return Map.of();
      }
    };
  }
}
