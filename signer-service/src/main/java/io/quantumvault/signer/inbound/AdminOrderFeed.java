package io.quantumvault.signer.inbound;

import io.quantumvault.schemas.Topics;
import io.quantumvault.signer.lane.OrderDesk;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the orders of held partitions to their desks: each desk all there are, from the beginning,
 * since an order may have been given while no signer ran. There are few, and none does anything
 * twice.
 */
public final class AdminOrderFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminOrderFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<Map<Integer, OrderDesk>> desks;
  private final Map<Integer, OrderDesk> following = new HashMap<>();
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * Takes how to consume.
   *
   * @param desks of the partitions that are held now
   */
  public AdminOrderFeed(
      Supplier<Consumer<byte[], byte[]>> consumers, Supplier<Map<Integer, OrderDesk>> desks) {
    this.consumers = consumers;
    this.desks = desks;
  }

  /** Starts following. */
  public void start() {
    thread = Thread.ofVirtual().name("admin-orders").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        try (var consumer = consumers.get()) {
          open = consumer;
          following.clear();
          while (!closed) {
            round(consumer);
          }
        } catch (WakeupException e) {
          return;
        } catch (RuntimeException e) {
          // Of whatever kind: nothing else reads orders, and a hold would never end.
          LOG.atWarn().setCause(e).log("Orders are not read; trying again");
          Thread.sleep(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    follow(consumer);
    if (following.isEmpty()) {
      Thread.sleep(POLL);
      return;
    }
    consumer.poll(POLL).forEach(this::take);
  }

  /** A desk that is new reads from the beginning, also where an earlier one had the partition. */
  private void follow(Consumer<byte[], byte[]> consumer) {
    var held = desks.get();
    if (held.equals(following)) {
      return;
    }
    consumer.assign(held.keySet().stream().map(AdminOrderFeed::partition).toList());
    consumer.seekToBeginning(
        held.entrySet().stream()
            .filter(e -> following.get(e.getKey()) != e.getValue())
            .map(e -> partition(e.getKey()))
            .toList());
    following.clear();
    following.putAll(held);
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(Topics.ADMIN_ORDERS.name(), number);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var desk = following.get(record.partition());
    var order = AdminOrders.read(record.key(), record.value());
    if (desk != null && order.isPresent()) {
      desk.take(order.get());
    } else {
      LOG.atWarn()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("A record of admin-orders-v1 is no order");
    }
  }

  @Override
  public void close() {
    closed = true;
    var consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
    var running = thread;
    if (running != null) {
      try {
        // Not interrupted: a consumer that is would not take its leave of the broker.
        running.join(LEAVING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
