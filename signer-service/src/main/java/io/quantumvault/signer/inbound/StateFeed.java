package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/**
 * Feeds state records to their listener: first all there are, before any intent is looked at; then
 * each as it comes. No group, no committed position.
 */
public final class StateFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final ConsumerFactory<byte[], byte[]> consumers;
  private final StateListener listener;
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();

  private record Feed(
      Collection<Integer> partitions, KafkaMessageListenerContainer<byte[], byte[]> container) {}

  /** Takes how to consume and who listens. */
  public StateFeed(ConsumerFactory<byte[], byte[]> consumers, StateListener listener) {
    this.consumers = consumers;
    this.listener = listener;
  }

  /** Follows the platform's state, once; returns when all that was there has been taken. */
  public synchronized void followPlatform() {
    if (feeds.stream().noneMatch(feed -> feed.partitions().isEmpty())) {
      feeds.add(new Feed(List.of(), follow(Topics.PLATFORM_STATE, List.of(0))));
    }
  }

  /** Follows wallets of these partitions; returns when all that was there has been taken. */
  public void follow(Collection<Integer> partitions) {
    feeds.add(new Feed(List.copyOf(partitions), follow(Topics.EXECUTION_STATE, partitions)));
  }

  /** Ends the feeds of which no partition is held any more; the listener drops the others' rest. */
  public void keepOnly(Collection<Integer> held) {
    for (var feed : feeds) {
      if (!feed.partitions().isEmpty() && feed.partitions().stream().noneMatch(held::contains)) {
        feeds.remove(feed);
        feed.container().stop();
      }
    }
  }

  private KafkaMessageListenerContainer<byte[], byte[]> follow(
      Topics.Topic topic, Collection<Integer> numbers) {
    var soon = new Properties();
    // When all is read a question is under way, and leaving waits for its answer.
    soon.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    var partitions = new ArrayList<TopicPartition>();
    numbers.forEach(p -> partitions.add(new TopicPartition(topic.name(), p)));
    try (var consumer = consumers.createConsumer(null, null, null, soon)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (behind(consumer, ends)) {
        consumer.poll(POLL).forEach(listener::onMessage);
      }
      return follow(
          partitions.stream()
              .map(p -> new TopicPartitionOffset(p.topic(), p.partition(), consumer.position(p)))
              .toArray(TopicPartitionOffset[]::new));
    }
  }

  private static boolean behind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  private KafkaMessageListenerContainer<byte[], byte[]> follow(TopicPartitionOffset[] from) {
    var properties = new ContainerProperties(from);
    properties.setMessageListener(listener);
    // Never acknowledged: there is no position to keep.
    properties.setAckMode(AckMode.MANUAL);
    var following = new KafkaMessageListenerContainer<>(consumers, properties);
    following.setBeanName("state");
    // A state record that cannot be taken must not be skipped: the feed ends and health says so.
    following.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
    following.start();
    return following;
  }

  /** Whether state is still being taken. */
  public boolean running() {
    return !feeds.isEmpty() && feeds.stream().allMatch(feed -> feed.container().isRunning());
  }

  @Override
  public void close() {
    feeds.forEach(feed -> feed.container().stop());
  }
}
