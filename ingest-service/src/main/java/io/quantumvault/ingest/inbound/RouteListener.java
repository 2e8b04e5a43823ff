package io.quantumvault.ingest.inbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quantumvault.ingest.route.Route;
import io.quantumvault.ingest.route.RouteTable;
import io.quantumvault.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the route table at the state of the route topic. Every start reads the topic from its
 * beginning, without a consumer group: each instance needs all of it.
 *
 * <p>The table is filled only once everything up to the end offsets at the start has been read, so
 * that it never calls a token unknown that it has merely not read yet.
 */
public final class RouteListener implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RouteListener.class);
  private static final String TOPIC = Topics.WEBHOOK_ROUTES.name();
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CALL = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CONTACT_FRESH = Duration.ofSeconds(4);

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final RouteReader reader;
  private final RouteTable table;
  private final Counter dropped;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean running;
  private volatile boolean contacted;
  private volatile long lastContact;
  private final Thread thread;

  /** A listener that is not started. */
  public RouteListener(
      Supplier<Consumer<String, byte[]>> consumers,
      RouteReader reader,
      RouteTable table,
      MeterRegistry meters) {
    this.consumers = consumers;
    this.reader = reader;
    this.table = table;
    this.dropped = meters.counter("quantumvault.ingest.routes.dropped");
    meters.gauge("quantumvault.ingest.routes", table, RouteTable::size);
    this.thread = Thread.ofPlatform().daemon().name("ingest-routes").unstarted(this::run);
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopping.countDown();
    try {
      thread.join(CALL.plus(POLL));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whether a broker has answered within the last seconds. */
  public boolean kafkaReachable() {
    return contacted && System.nanoTime() - lastContact < CONTACT_FRESH.toNanos();
  }

  private void run() {
    while (running) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        follow(consumer);
      } catch (RuntimeException e) {
        // Whatever it was: a thread that died here would leave revoked webhooks open.
        LOG.atWarn()
            .setMessage("the route topic cannot be read; beginning anew")
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log();
        pause();
      }
    }
  }

  private void follow(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC, CALL).stream().map(RouteListener::partition).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL);
    heard();
    Map<String, Route> filling = new HashMap<>();
    while (running && behind(consumer, ends)) {
      poll(consumer, (hash, route) -> put(filling, hash, route));
    }
    if (!running) {
      return;
    }
    table.fill(filling);
    LOG.atInfo().setMessage("webhook routes are known").addKeyValue("routes", table.size()).log();
    while (running) {
      poll(consumer, table::change);
      if (System.nanoTime() - lastContact > CONTACT_FRESH.toNanos() / 4) {
        probe(consumer, partitions);
      }
    }
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private static boolean behind(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), CALL) < end.getValue());
  }

  private static void put(Map<String, Route> routes, String hash, Optional<Route> route) {
    route.ifPresentOrElse(r -> routes.put(hash, r), () -> routes.remove(hash));
  }

  private void poll(Consumer<String, byte[]> consumer, BiConsumer<String, Optional<Route>> change) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      if (record.key() == null || !RouteReader.isTokenHash(record.key())) {
        drop(record);
      } else if (record.value() == null) {
        change.accept(record.key(), Optional.empty());
      } else {
        Optional<Route> route = reader.read(record.value());
        if (route.isEmpty()) {
          drop(record);
        }
        // Empty takes an older route away too: what was meant instead of it cannot be known.
        change.accept(record.key(), route);
      }
    }
  }

  private void drop(ConsumerRecord<String, byte[]> record) {
    dropped.increment();
    LOG.atError()
        .setMessage("webhook route dropped: it cannot be read")
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .log();
  }

  /** A call that a broker has to answer; polling alone cannot tell silence from absence. */
  private void probe(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    try {
      consumer.endOffsets(partitions, CALL);
      heard();
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      LOG.atWarn().setMessage("no broker answers").log();
    }
  }

  private void heard() {
    lastContact = System.nanoTime();
    contacted = true;
  }

  private void pause() {
    try {
      if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("stopping");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }
}
