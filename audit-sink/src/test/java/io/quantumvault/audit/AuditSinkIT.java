package io.quantumvault.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole sink between a real broker and a real database. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AuditSinkIT {
  private static final Platform PLATFORM = Platform.startTemporary();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static @TempDir Path folder;

  @BeforeAll
  static void makeKey() {
    ServiceKey.create(
        folder.resolve("audit-checkpoint.key"), folder.resolve("audit-checkpoint.pub"));
  }

  @AfterAll
  static void drop() {
    TrailDatabase.dropAll();
  }

  @Test
  void recordsBecomeLeavesOnceAndARebuildGivesTheSameRoots() {
    TrailDatabase database = TrailDatabase.create();
    Path state = folder.resolve("state");
    long before = committed();
    send(Principal.INGEST, Topics.SIGNALS, 300);
    sendInTransactions(Topics.INTENTS, 200);
    try (var sink = start(database, state)) {
      awaitReady(sink);
      assertThat(told(sink, "/health/live")).isEqualTo("{\"live\":true,\"reasons\":[]}");
      assertThat(told(sink, "/metrics"))
          .contains("quantumvault_live 1", "quantumvault_key_memory{pages=");
      send(Principal.SIGNER, Topics.EXECUTIONS, 250);
      awaitLeaves(database, before + 750);
    }
    send(Principal.DEBEZIUM, Topics.VAULT_EVENTS, 100);
    try (var sink = start(database, state)) {
      awaitReady(sink);
      send(Principal.DEBEZIUM, Topics.OWNER_ORDERS, 40);
      send(Principal.RECONCILER, Topics.ADMIN_ORDERS, 10);
      awaitLeaves(database, before + 900);
    }
    assertThat(leaves(database)).isEqualTo(before + 900);
    var verdict = verify(database, state);
    assertThat(verdict.out()).contains("INTACT").doesNotContain("not signed yet");
    assertThat(verdict.exit()).isZero();
    assertThat(newestPublished()).isEqualTo(read(state.resolve("checkpoints/heads.note")));

    TrailDatabase rebuilt = TrailDatabase.create();
    try (var sink = start(rebuilt, folder.resolve("rebuilt"))) {
      awaitReady(sink);
    }
    var again = verify(rebuilt, folder.resolve("rebuilt"));
    assertThat(again.exit()).isZero();
    assertThat(sources(again.out())).isEqualTo(sources(verdict.out())).isNotEmpty();
  }

  @Test
  void connectionsThatDieAndADatabaseThatStaysAwayLeaveNoGapAndNoDuplicate() {
    TrailDatabase database = TrailDatabase.create();
    Path state = folder.resolve("faults");
    long before = committed();
    try (var sink = start(database, state)) {
      awaitReady(sink);
      for (int round = 0; round < 8; round++) {
        send(Principal.INGEST, Topics.SIGNALS, 100);
        database.disconnectAll();
      }
      database.refuseConnections();
      send(Principal.INGEST, Topics.SIGNALS, 100);
      AuditHealth health = sink.getBean(AuditHealth.class);
      await().atMost(PATIENCE).until(() -> !health.ready());
      database.acceptConnections();
      awaitLeaves(database, before + 900);
      awaitReady(sink);
    }
    var verdict = verify(database, state);
    assertThat(verdict.out()).contains("INTACT");
    assertThat(leaves(database)).isEqualTo(before + 900);
  }

  @Test
  void aRestoredDatabaseCatchesUpFromKafka() {
    TrailDatabase database = TrailDatabase.create();
    Path state = folder.resolve("restored");
    send(Principal.INGEST, Topics.SIGNALS, 40);
    try (var sink = start(database, state)) {
      awaitReady(sink);
    }
    TrailDatabase backup = database.copy();
    send(Principal.INGEST, Topics.SIGNALS, 40);
    try (var sink = start(database, state)) {
      awaitReady(sink);
    }
    try (var sink = start(backup, state)) {
      awaitReady(sink);
    }
    var verdict = verify(backup, state);
    assertThat(verdict.out()).contains("INTACT");
    assertThat(sources(verdict.out())).isEqualTo(sources(verify(database, state).out()));
  }

  @Test
  void aSinkWhoseHeadDisagreesWithTheCheckpointOutsideDoesNotStart() throws Exception {
    TrailDatabase database = TrailDatabase.create();
    Path state = folder.resolve("disagrees");
    send(Principal.INGEST, Topics.SIGNALS, 10);
    try (var sink = start(database, state)) {
      awaitReady(sink);
    }
    database.tamper("UPDATE audit.leaves SET leaf_hash = sha256('') WHERE topic = 'heads'");
    database.tamper("UPDATE audit.nodes SET hash = sha256('') WHERE topic = 'heads'");
    assertThatThrownBy(() -> start(database, state))
        .rootCause()
        .hasMessageContaining("The heads log in the database is not the one kept outside");
  }

  private static ConfigurableApplicationContext start(TrailDatabase database, Path state) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("quantumvault.kafka.bootstrap-servers", PLATFORM.kafka().bootstrapServers());
    settings.put("quantumvault.kafka.username", Principal.AUDIT.userName());
    settings.put(
        "quantumvault.kafka.password-file", PLATFORM.kafka().passwordFile(Principal.AUDIT));
    settings.put("quantumvault.database.url", database.url());
    settings.put("quantumvault.database.username", database.user());
    settings.put("quantumvault.database.password-file", database.passwordFile());
    settings.put("quantumvault.keys.dir", folder);
    settings.put("quantumvault.state-dir", state);
    return AuditApplication.start(settings);
  }

  private static void awaitReady(ConfigurableApplicationContext sink) {
    AuditHealth health = sink.getBean(AuditHealth.class);
    await().atMost(PATIENCE).until(() -> health.ready() || health.halted());
    assertThat(health.reason()).isNull();
  }

  private static String told(ConfigurableApplicationContext sink, String path) {
    int port = sink.getBean(ManagementServer.class).port();
    try (var answer = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(answer.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitLeaves(TrailDatabase database, long count) {
    await().atMost(PATIENCE).until(() -> leaves(database) >= count);
  }

  private static long leaves(TrailDatabase database) {
    try (var pool = database.pool();
        var connection = pool.getConnection();
        var sql = connection.createStatement();
        var rows = sql.executeQuery("SELECT count(*) FROM audit.leaves WHERE topic <> 'heads'")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      return -1;
    }
  }

  private static TrailDatabase.Verdict verify(TrailDatabase database, Path state) {
    return database.verify(
        folder.resolve("audit-checkpoint.pub"), state.resolve("checkpoints/heads.note"));
  }

  /** The lines of the source logs: name, size, root. */
  private static List<String> sources(String report) {
    return Pattern.compile("(?m)^\\S+-v1/\\d+ .*$")
        .matcher(report)
        .results()
        .map(line -> line.group())
        .toList();
  }

  private static void send(Principal who, Topics.Topic topic, int count) {
    try (var producer = producer(who, null)) {
      for (int i = 0; i < count; i++) {
        var _ = producer.send(record(topic, i));
      }
    }
  }

  /** Half of the transactions are aborted; their records must not become leaves. */
  private static void sendInTransactions(Topics.Topic topic, int count) {
    try (var producer = producer(Principal.POLICY, Principal.POLICY.userName() + "-test")) {
      producer.initTransactions();
      for (int sent = 0; sent < count; sent += 20) {
        producer.beginTransaction();
        for (int i = 0; i < 20; i++) {
          var _ = producer.send(record(topic, i));
        }
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        for (int i = 0; i < 20; i++) {
          var _ = producer.send(record(topic, sent + i));
        }
        producer.commitTransaction();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Topics.Topic topic, int i) {
    byte[] value = i % 3 == 0 ? ("garbage " + i).getBytes(UTF_8) : TestTrail.signal(i);
    return new ProducerRecord<>(topic.name(), ("key" + i % 17).getBytes(UTF_8), value);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Principal who, @org.jspecify.annotations.Nullable String transactionalId) {
    Map<String, Object> settings = new HashMap<>(PLATFORM.clientSettings(who));
    if (transactionalId != null) {
      settings.put("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Records in the audited topics that a reader of committed records gets. */
  private static long committed() {
    long count = 0;
    try (var consumer = consumer(Principal.AUDIT)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Topics.Topic topic : Topics.AUDITED) {
        for (int p = 0; p < topic.partitions(); p++) {
          partitions.add(new TopicPartition(topic.name(), p));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
    }
    return count;
  }

  private static String newestPublished() {
    try (var consumer = consumer(Principal.WITNESS)) {
      var checkpoints = new TopicPartition(Topics.AUDIT_CHECKPOINTS.name(), 0);
      consumer.assign(List.of(checkpoints));
      long end = consumer.endOffsets(List.of(checkpoints)).getOrDefault(checkpoints, 0L);
      consumer.seek(checkpoints, end - 1);
      List<String> notes = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(record -> notes.add(new String(record.value(), UTF_8)));
            return !notes.isEmpty();
          });
      return notes.getLast();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Principal who) {
    Map<String, Object> settings = new HashMap<>(PLATFORM.clientSettings(who));
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
