package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutboxConnectorIT {
  private final Platform platform = Platform.startTemporary();
  private final Records records = new Records(platform);
  private final Outbox outbox = new Outbox(platform.postgres());

  @Test
  void aRowArrivesWithItsKeyAndExactBytes() throws Exception {
    String key = "wallet-" + UUID.randomUUID();
    byte[] payload = new byte[300];
    new Random(7).nextBytes(payload);

    outbox.commit("execution-state-v1", key, payload);

    ConsumerRecord<String, byte[]> record =
        records.read(Principal.POLICY, "execution-state-v1", key, 1).getFirst();
    assertThat(record.value()).isEqualTo(payload);
  }

  @Test
  void rowsOfOneKeyArriveInCommitOrder() throws Exception {
    String key = "wallet-" + UUID.randomUUID();
    for (byte i = 0; i < 20; i++) {
      outbox.commit("execution-state-v1", key, new byte[] {i});
    }

    List<ConsumerRecord<String, byte[]>> found =
        records.read(Principal.SIGNER, "execution-state-v1", key, 20);

    for (int i = 0; i < 20; i++) {
      assertThat(found.get(i).value()).containsExactly(i);
    }
  }

  @Test
  void aRowWithoutPayloadIsATombstone() throws Exception {
    String key = UUID.randomUUID().toString();
    outbox.commit("webhook-routes-v1", key, new byte[] {1});
    outbox.commit("webhook-routes-v1", key, null);

    List<ConsumerRecord<String, byte[]>> found =
        records.read(Principal.INGEST, "webhook-routes-v1", key, 2);

    assertThat(found.get(0).value()).containsExactly(1);
    assertThat(found.get(1).value()).isNull();
  }

  @Test
  void aRolledBackRowIsNeverSeen() throws Exception {
    String key = UUID.randomUUID().toString();
    try (var connection = platform.postgres().connect(DatabaseRole.CONTROL_PLANE);
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "INSERT INTO control.outbox (id, topic, record_key, payload) VALUES"
              + " (gen_random_uuid(), 'webhook-routes-v1', '"
              + key
              + "', '\\x09')");
      connection.rollback();
    }
    outbox.commit("webhook-routes-v1", key, new byte[] {2});

    assertThat(records.read(Principal.INGEST, "webhook-routes-v1", key, 1).getFirst().value())
        .containsExactly(2);
  }

  /** What is never acknowledged fills the database's disk with its log. */
  @Test
  void whatWasTakenIsAcknowledged() throws Exception {
    String key = "wallet-" + UUID.randomUUID();
    outbox.commit("execution-state-v1", key, new byte[] {1});
    records.read(Principal.POLICY, "execution-state-v1", key, 1);
    try (var connection = platform.postgres().connect(DatabaseRole.MIGRATOR);
        var statement = connection.createStatement()) {
      String taken = one(statement, "SELECT pg_current_wal_lsn()::text");
      outbox.commit("execution-state-v1", key, new byte[] {2});
      var until = Instant.now().plus(Duration.ofMinutes(2));
      while (one(
              statement,
              "SELECT (confirmed_flush_lsn >= '" + taken + "')::text FROM pg_replication_slots")
          .equals("false")) {
        assertThat(Instant.now()).as("acknowledged").isBefore(until);
      }
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (var row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
