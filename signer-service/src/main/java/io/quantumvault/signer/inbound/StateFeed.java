package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/**
 * Feeds state records to their listener: first all that the marks have not taken yet, before any
 * intent is looked at; then each as it comes. Which accounts are to be observed stands in older
 * records, too: those are read beside, since no signature waits for them. No group, no committed
 * position: the marks say up to where they hold.
 */
public final class StateFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MS = 1000;

  private final ConsumerFactory<byte[], byte[]> consumers;
  private final StateListener listener;
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean unfollowed;

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
      var from = Map.of(new TopicPartition(Topics.PLATFORM_STATE.name(), 0), 0L);
      feeds.add(new Feed(List.of(), following(taken(from))));
    }
  }

  /**
   * Follows wallets of these partitions; returns when all that was there has been taken.
   *
   * @param from the offset up to which each partition's marks have taken its state; 0 for nothing
   */
  public void follow(Map<Integer, Long> from) {
    var positions = partitions(from);
    feeds.add(new Feed(List.copyOf(from.keySet()), following(taken(positions))));
    positions.values().removeIf(position -> position == 0);
    if (!positions.isEmpty()) {
      Thread.ofVirtual().name("watch-list").start(() -> readBehind(positions));
    }
  }

  /**
   * Ends the feeds of partitions that are not held any more; those that are go on where they were.
   *
   * @param held with the offset up to which each one's marks have taken its state
   */
  public void keepOnly(Map<Integer, Long> held) {
    for (var feed : feeds) {
      if (!held.keySet().containsAll(feed.partitions())) {
        var rest = new TreeMap<>(held);
        rest.keySet().retainAll(feed.partitions());
        unfollowed = true;
        feeds.remove(feed);
        feed.container().stop();
        if (!rest.isEmpty()) {
          goOn(rest);
        }
        unfollowed = false;
      }
    }
  }

  /** Until it can: a partition that is held and not followed would sign on what has ended. */
  private void goOn(Map<Integer, Long> rest) {
    boolean done = false;
    while (!done) {
      try {
        feeds.add(new Feed(List.copyOf(rest.keySet()), following(partitions(rest))));
        done = true;
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).log("State could not be followed; trying again");
        done = waitedUntilClosed();
      }
    }
  }

  private static Map<TopicPartition, Long> partitions(Map<Integer, Long> from) {
    var positions = new HashMap<TopicPartition, Long>();
    from.forEach((partition, position) ->
        positions.put(new TopicPartition(Topics.EXECUTION_STATE.name(), partition), position));
    return positions;
  }

  /** Hands all there is to the listener, and tells where each partition ended. */
  private Map<TopicPartition, Long> taken(Map<TopicPartition, Long> from) {
    return read(from, Map.of(), listener::onMessage);
  }

  /** Until it has all, or this is closed: an account that is not observed has no day's opening. */
  private void readBehind(Map<TopicPartition, Long> until) {
    var beginning = until.keySet().stream().collect(Collectors.toMap(p -> p, p -> 0L));
    boolean done = false;
    while (!done && closed.getCount() > 0) {
      try {
        read(beginning, until, listener::watchOnly);
        done = true;
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).log("Which accounts to observe could not be read; trying again");
        done = waitedUntilClosed();
      }
    }
  }

  private boolean waitedUntilClosed() {
    try {
      return closed.await(RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Reads partitions from positions to their ends as they are now.
   *
   * @param until earlier ends; for those not named the partition's own
   */
  private Map<TopicPartition, Long> read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> until,
      Consumer<ConsumerRecord<byte[], byte[]>> to) {
    var soon = new Properties();
    // When all is read a question is under way, and leaving waits for its answer.
    soon.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    try (var consumer = consumers.createConsumer(null, null, null, soon)) {
      consumer.assign(from.keySet());
      var ends = new HashMap<>(consumer.endOffsets(from.keySet()));
      from.forEach((partition, position) -> {
        if (position > 0 && position <= ends.getOrDefault(partition, 0L)) {
          consumer.seek(partition, position);
        } else {
          // Nothing of it was taken yet, or the topic is another one than the marks had seen.
          consumer.seekToBeginning(List.of(partition));
        }
      });
      until.forEach((partition, end) -> ends.merge(partition, end, Math::min));
      while (closed.getCount() > 0
          && ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(to);
      }
      return from.keySet().stream().collect(Collectors.toMap(p -> p, consumer::position));
    }
  }

  private KafkaMessageListenerContainer<byte[], byte[]> following(Map<TopicPartition, Long> from) {
    var properties =
        new ContainerProperties(
            from.entrySet().stream()
                .map(e ->
                    new TopicPartitionOffset(
                        e.getKey().topic(), e.getKey().partition(), e.getValue()))
                .toArray(TopicPartitionOffset[]::new));
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
    return !unfollowed
        && !feeds.isEmpty()
        && feeds.stream().allMatch(feed -> feed.container().isRunning());
  }

  @Override
  public void close() {
    closed.countDown();
    feeds.forEach(feed -> feed.container().stop());
  }
}
