package io.quantumvault.signer;

import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.signer.inbound.AdminOrderFeed;
import io.quantumvault.signer.inbound.IntentListener;
import io.quantumvault.signer.inbound.StateFeed;
import io.quantumvault.signer.inbound.StateListener;
import io.quantumvault.signer.outbound.MarkReader;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** The consumer of intents, the feed of state, the producers of events and marks. */
@Configuration(proxyBeanMethods = false)
class KafkaConfig {
  /** How late an offset may be committed while nothing comes; an intent ends the wait for it. */
  private static final long POLL_MS = 500;

  private static final int MAX_POLL_RECORDS = 64;

  private static final long BUFFER_BYTES = 4L << 20;

  /** A partition's own producer: whoever initialises it shuts out the one before. */
  interface PartitionProducers extends IntFunction<Supplier<Producer<byte[], byte[]>>> {}

  @Bean
  PartitionProducers partitionProducers(SignerSettings settings) {
    return partition ->
        () -> {
          var properties = KafkaClients.properties(settings.kafka());
          properties.put(
              ProducerConfig.TRANSACTIONAL_ID_CONFIG,
              Principal.SIGNER.userName() + "-" + partition);
          properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
          properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
          properties.put(ProducerConfig.ACKS_CONFIG, "all");
          properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
          properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
          // A transaction that follows another at once is put off until the markers are written.
          properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
          properties.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 100);
          properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
          properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
          properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
          properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
          return new KafkaProducer<>(
              properties, new ByteArraySerializer(), new ByteArraySerializer());
        };
  }

  @Bean
  MarkReader markReader(SignerSettings settings) {
    return new MarkReader(() ->
        new KafkaConsumer<>(
            state(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  private static Map<String, Object> state(SignerSettings settings) {
    var properties = KafkaClients.consumer(settings.kafka());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return properties;
  }

  @Bean
  StateFeed stateFeed(SignerSettings settings, StateListener listener) {
    return new StateFeed(
        new DefaultKafkaConsumerFactory<>(
            state(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        listener);
  }

  @Bean
  AdminOrderFeed adminOrderFeed(SignerSettings settings, HeldPartitions held) {
    return new AdminOrderFeed(
        () ->
            new KafkaConsumer<>(
                state(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        held::orders);
  }

  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> intents(
      SignerSettings settings, IntentListener listener) {
    var properties = KafkaClients.consumer(settings.kafka());
    var group = Principal.SIGNER.userName();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(
        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + settings.signer().instance());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    // Partitions that stay with a worker are not disturbed when others go.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    var container = new ContainerProperties(Topics.INTENTS.name());
    container.setMessageListener(listener);
    container.setConsumerRebalanceListener(listener);
    // The lanes acknowledge, in the order of offsets, what the ledger holds.
    container.setAckMode(AckMode.MANUAL);
    container.setSyncCommits(false);
    container.setPollTimeout(POLL_MS);
    container.setShutdownTimeout(10_000);
    var intents =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            container);
    intents.setBeanName("intents");
    // Started by SignerLifecycle, once state is read and unfinished intents are on their lanes.
    intents.setAutoStartup(false);
    listener.attach(intents);
    return intents;
  }
}
