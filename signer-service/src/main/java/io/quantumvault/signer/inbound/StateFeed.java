package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/**
 * Feeds state records to their listener: at start all there are, before any intent is looked at;
 * then each as it comes. All partitions, no group, no committed position.
 */
public final class StateFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final ConsumerFactory<byte[], byte[]> consumers;
  private final StateListener listener;
  private @Nullable KafkaMessageListenerContainer<byte[], byte[]> container;

  /** Takes how to consume and who listens. */
  public StateFeed(ConsumerFactory<byte[], byte[]> consumers, StateListener listener) {
    this.consumers = consumers;
    this.listener = listener;
  }

  /** Returns when everything that was there has been taken. */
  public void start() {
    var soon = new Properties();
    // When all is read a question is under way, and leaving waits for its answer.
    soon.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    try (var consumer = consumers.createConsumer(null, null, null, soon)) {
      var partitions = partitions();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (behind(consumer, ends)) {
        consumer.poll(POLL).forEach(listener::onMessage);
      }
      follow(
          partitions.stream()
              .map(p -> new TopicPartitionOffset(p.topic(), p.partition(), consumer.position(p)))
              .toArray(TopicPartitionOffset[]::new));
    }
  }

  private static boolean behind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  private static List<TopicPartition> partitions() {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : List.of(Topics.PLATFORM_STATE, Topics.EXECUTION_STATE)) {
      for (int p = 0; p < topic.partitions(); p++) {
        partitions.add(new TopicPartition(topic.name(), p));
      }
    }
    return partitions;
  }

  private void follow(TopicPartitionOffset[] from) {
    var properties = new ContainerProperties(from);
    properties.setMessageListener(listener);
    // Never acknowledged: there is no position to keep.
    properties.setAckMode(AckMode.MANUAL);
    var following = new KafkaMessageListenerContainer<>(consumers, properties);
    following.setBeanName("state");
    // A state record that cannot be taken must not be skipped: the feed ends and health says so.
    following.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
    following.start();
    container = following;
  }

  /** Whether state is still being taken. */
  public boolean running() {
    var following = container;
    return following != null && following.isRunning();
  }

  @Override
  public void close() {
    var following = container;
    if (following != null) {
      following.stop();
    }
  }
}
