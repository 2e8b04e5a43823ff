package io.quantumvault.acceptance.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.Grant;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Whoever may write every table, and through the outbox every snapshot. */
public final class DatabaseAdministrator implements AutoCloseable {
  private final Installation system;
  private final Connection connection;

  /** On this system, as the role that owns the tables. */
  public DatabaseAdministrator(Installation system)
      throws IOException, InterruptedException, SQLException {
    this.system = system;
    this.connection = system.database("qv_migrator");
  }

  /** Runs a statement; how many rows it changed. */
  public int run(String sql, Object... values) throws SQLException {
    try (var s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      s.execute();
      return s.getUpdateCount();
    }
  }

  /** The one number that a query gives. */
  public long number(String sql, Object... values) throws SQLException {
    try (var s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      try (var row = s.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The newest snapshot of a wallet in the stream. */
  public AgentWalletState snapshot(String wallet) throws IOException, InterruptedException {
    try (var topics = new TopicReader(system.kafka("operator"), List.of("execution-state-v1"))) {
      var newest =
          topics.all().stream()
              .filter(record -> new String(record.key(), UTF_8).equals(wallet))
              .reduce((a, b) -> b)
              .orElseThrow();
      return AgentWalletState.parseFrom(newest.value());
    }
  }

  /**
   * Puts a snapshot from before into the outbox, newer than all there are, in which no grant has
   * ended.
   */
  public void publish(AgentWalletState before, UnaryOperator<Grant.Builder> change)
      throws SQLException {
    var wallet = before.getAgentWallet();
    run(
        "UPDATE control.agent_wallets SET state_version = state_version + 1 WHERE address = ?",
        wallet);
    long version =
        number("SELECT state_version FROM control.agent_wallets WHERE address = ?", wallet);
    var bot = before.getBots(0).toBuilder().clearEndedGrants().setHighestEndedGrantSequence(0);
    var forged =
        before.toBuilder()
            .setStateVersion(version)
            .setBots(0, bot.setGrant(change.apply(bot.getGrant().toBuilder())))
            .build();
    run(
        "INSERT INTO control.outbox (id, topic, record_key, payload) VALUES (?, 'execution-state-v1',"
            + " ?, ?)",
        UUID.randomUUID(),
        wallet,
        forged.toByteArray());
  }

  /**
   * Says a snapshot from before again, newer than all there were, on the topic itself: where the
   * log that the outbox is read from was set back too, it is long before it is read on.
   */
  public void says(AgentWalletState before) throws IOException, InterruptedException {
    var again =
        before.toBuilder().setStateVersion(snapshot(before.getAgentWallet()).getStateVersion() + 1);
    try (var producer =
        new KafkaProducer<>(
            system.kafka("debezium"), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              "execution-state-v1",
              before.getAgentWallet().getBytes(UTF_8),
              again.build().toByteArray()));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
