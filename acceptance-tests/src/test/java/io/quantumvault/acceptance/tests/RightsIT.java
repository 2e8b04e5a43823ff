package io.quantumvault.acceptance.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.acceptance.dsl.Installation;
import io.quantumvault.acceptance.dsl.SharedInstallation;
import io.quantumvault.acceptance.dsl.TopicReader;
import io.quantumvault.acceptance.dsl.Trader;
import io.quantumvault.owner.ThrowAwayWallet;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.SigningMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With another service's credentials one gets no further than that service. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RightsIT {
  private static final List<String> SERVICES =
      List.of(
          "ingest-service",
          "policy-stream",
          "signer-service",
          "audit-sink",
          "control-plane",
          "witness",
          "policy-replay",
          "operator");

  private final Installation system = SharedInstallation.get();

  @ParameterizedTest
  @CsvSource({
    "ingest-service,intents-v1",
    "signer-service,intents-v1",
    "control-plane,intents-v1",
    "policy-stream,executions-v1",
    "policy-replay,signals-v1",
    "policy-replay,intents-v1",
    "policy-replay,rejections-v1",
    "policy-replay,intents-v1-dlt"
  })
  void aServiceCannotWriteWhatIsNotItsOwn(String user, String topic) throws Exception {
    refusesWrite(user, topic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"execution-state-v1", "platform-state-v1", "webhook-routes-v1"})
  void nobodyButTheOutboxWritesState(String topic) throws Exception {
    for (String user : SERVICES) {
      refusesWrite(user, topic);
    }
  }

  @Test
  void ingestCannotReadIntents() throws Exception {
    assertThatThrownBy(
            () -> new TopicReader(system.kafka("ingest-service"), List.of("intents-v1")).all())
        .isInstanceOf(AuthorizationException.class);
  }

  /**
   * The refusals above mean something only if the same call succeeds for the one who may. What is
   * written says nothing new: a deleted wallet nobody has, a route nobody had, no freeze.
   */
  @ParameterizedTest
  @ValueSource(strings = {"execution-state-v1", "platform-state-v1", "webhook-routes-v1"})
  void theOutboxMayWriteState(String topic) throws Exception {
    var nobody = ThrowAwayWallet.create().address();
    var written =
        switch (topic) {
          case "execution-state-v1" ->
              record(
                  topic,
                  nobody,
                  AgentWalletState.newBuilder()
                      .setAgentWallet(nobody)
                      .setSigningMode(SigningMode.SIGNING_MODE_SERVER_SIDE)
                      .setDeleted(true)
                      .build()
                      .toByteArray());
          case "platform-state-v1" ->
              record(topic, "global", PlatformState.getDefaultInstance().toByteArray());
          default -> record(topic, "00".repeat(32), null);
        };
    try (var producer = producer("debezium")) {
      var answer = producer.send(written).get();
      assertThat(answer.topic()).isEqualTo(topic);
      assertThat(answer.hasOffset()).isTrue();
    }
    // Whoever reads it goes on: a wallet that is made now is served.
    Trader.ready(system, Map.of());
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.leaves SET leaf = leaf",
        "DELETE FROM audit.leaves",
        "DELETE FROM audit.checkpoints",
        "UPDATE audit.batches SET last_offset = 0",
        "TRUNCATE audit.leaves",
        "DROP TABLE audit.leaves",
        "SELECT * FROM control.owners"
      })
  void theAuditRoleCanOnlyAdd(String statement) throws Exception {
    refusesStatement("qv_audit", statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sealed_entropy FROM control.agent_wallets",
        "SELECT * FROM control.key_slots",
        "SELECT * FROM control.grants",
        "UPDATE control.grants SET policy = policy",
        "DELETE FROM ledger.intents",
        "INSERT INTO control.outbox (id, topic, record_key) VALUES (gen_random_uuid(),"
            + " 'execution-state-v1', 'x')"
      })
  void theSignerRoleSeesNoMnemonicAndChangesNoGrant(String statement) throws Exception {
    refusesStatement("qv_signer", statement);
  }

  @Test
  void theSignerRoleReadsItsView() throws Exception {
    try (var connection = system.database("qv_signer");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM control.signer_material")) {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(rows.getMetaData().getColumnName(i));
      }
      assertThat(columns)
          .contains("wrapped_ek", "sealed_seed", "policy_mac")
          .noneMatch(column -> column.contains("entropy") || column.contains("umk"));
    }
  }

  @Test
  void ingestAndPolicyHaveNoRole() throws Exception {
    assertThat(system.env().get("databasePasswordFiles").properties())
        .extracting(java.util.Map.Entry::getKey)
        .contains("qv_signer")
        .noneMatch(role -> role.contains("ingest") || role.contains("policy"));
    try (var connection = system.database("qv_control_plane");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT rolname FROM pg_roles WHERE rolcanlogin")) {
      List<String> roles = new ArrayList<>();
      while (rows.next()) {
        roles.add(rows.getString(1));
      }
      assertThat(roles)
          .contains("qv_signer", "qv_audit")
          .noneMatch(role -> role.contains("ingest") || role.contains("policy"));
    }
  }

  private void refusesStatement(String role, String sql) throws Exception {
    try (var connection = system.database(role);
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  private void refusesWrite(String user, String topic) throws Exception {
    try (var producer = producer(user)) {
      assertThatThrownBy(() ->
              producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1})).get())
          .as("%s writes %s", user, topic)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(String user) throws Exception {
    var settings = new HashMap<>(system.kafka(user));
    settings.put("enable.idempotence", false);
    settings.put("max.block.ms", 60_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
