package io.quantumvault.bench;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.platform.Platform;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Commits as the control plane does, takes the records as the signer does, then only waits. */
record OutboxRun(OutboxBenchOptions options, Platform platform) {
  private static final Duration MEAN_GAP = Duration.ofMillis(200);

  /** Before every tenth commit: the connector sleeps only after three seconds without one. */
  private static final Duration MEAN_QUIET = Duration.ofSeconds(4);

  private static final int WARM_UP = 200;
  private static final Duration WARM_UP_GAP = Duration.ofMillis(20);
  private static final int PAYLOAD_BYTES = 600;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Topics.Topic TOPIC = Topics.EXECUTION_STATE;

  /** The task, Debezium's reader, Connect's note of the position, the producer. */
  private static final List<String> CONNECTOR_THREADS =
      List.of(
          "task-thread-",
          "debezium-",
          "SourceTaskOffsetCommitter",
          "kafka-producer-network-thread | connector-producer-");

  OutboxFigures measure() throws SQLException, ExecutionException, InterruptedException {
    List<Long> micros = commitAndTake();
    return new OutboxFigures(micros, rest());
  }

  private List<Long> commitAndTake() throws SQLException, ExecutionException, InterruptedException {
    try (Connection connection = platform.postgres().connect(DatabaseRole.CONTROL_PLANE);
        KafkaConsumer<String, byte[]> consumer = consumer();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<long[]> commits = thread.submit(() -> commitAll(connection));
      long[] taken = takeAll(consumer, commits);
      long[] committed = commits.get();
      return IntStream.range(WARM_UP, committed.length)
          .mapToObj(i -> (taken[i] - committed[i]) / 1000)
          .toList();
    }
  }

  /** Exponential gaps: some commits follow at once, some meet a connector long at rest. */
  private long[] commitAll(Connection connection) throws SQLException, InterruptedException {
    connection.setAutoCommit(false);
    Random random = new Random(options.seed());
    byte[] payload = new byte[PAYLOAD_BYTES];
    random.nextBytes(payload);
    long[] committed = new long[WARM_UP + options.commits()];
    for (int i = 0; i < committed.length; i++) {
      Duration mean = i < WARM_UP ? WARM_UP_GAP : i % 10 == 0 ? MEAN_QUIET : MEAN_GAP;
      Thread.sleep(Duration.ofNanos((long) (mean.toNanos() * random.nextExponential())));
      write(connection, Integer.toString(i), payload);
      committed[i] = System.nanoTime();
      connection.commit();
    }
    return committed;
  }

  private static void write(Connection connection, String key, byte[] payload) throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO control.outbox (id, topic, record_key, payload)"
                    + " VALUES (?, ?, ?, ?)");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM control.outbox WHERE id = ?")) {
      insert.setObject(1, id);
      insert.setString(2, TOPIC.name());
      insert.setString(3, key);
      insert.setBytes(4, payload);
      insert.executeUpdate();
      delete.setObject(1, id);
      delete.executeUpdate();
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(Principal.SIGNER));
    settings.put("isolation.level", "read_committed");
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, TOPIC.partitions())
            .mapToObj(i -> new TopicPartition(TOPIC.name(), i))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** The moment each record was first taken: the connector may carry one twice. */
  private long[] takeAll(KafkaConsumer<String, byte[]> consumer, Future<long[]> commits)
      throws ExecutionException, InterruptedException {
    long[] taken = new long[WARM_UP + options.commits()];
    BitSet seen = new BitSet(taken.length);
    long latest = System.nanoTime();
    while (seen.cardinality() < taken.length) {
      ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(100));
      long now = System.nanoTime();
      for (ConsumerRecord<String, byte[]> record : records) {
        int i = Integer.parseInt(record.key());
        if (!seen.get(i)) {
          seen.set(i);
          taken[i] = now;
          latest = now;
        }
      }
      if (commits.isDone()) {
        var _ = commits.get(); // says why, if they failed
        if (now - latest > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "only %d of %d commits arrived".formatted(seen.cardinality(), taken.length));
        }
      }
    }
    return taken;
  }

  private Map<String, Double> rest() throws InterruptedException {
    Map<String, Long> before = cpuNanos();
    long began = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(options.restSeconds()));
    Map<String, Long> after = cpuNanos();
    double took = System.nanoTime() - began;
    Map<String, Double> percent = new TreeMap<>();
    after.forEach((thread, nanos) ->
        percent.put(thread, (nanos - before.getOrDefault(thread, 0L)) * 100 / took));
    return percent;
  }

  /**
   * By name and number.
   *
   * @throws IllegalStateException if threads are missing: without them the mark is met by nothing
   */
  private static Map<String, Long> cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> nanos = new HashMap<>();
    BitSet found = new BitSet();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      for (int i = 0; thread != null && i < CONNECTOR_THREADS.size(); i++) {
        if (thread.getThreadName().startsWith(CONNECTOR_THREADS.get(i))) {
          found.set(i);
          nanos.put(
              thread.getThreadName() + " #" + thread.getThreadId(),
              threads.getThreadCpuTime(thread.getThreadId()));
        }
      }
    }
    if (found.cardinality() < CONNECTOR_THREADS.size()) {
      throw new IllegalStateException("threads of the connector are missing: " + nanos.keySet());
    }
    return nanos;
  }
}
