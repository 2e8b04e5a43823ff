package io.quantumvault.standalone.reconcile;

import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.kit.database.DatabasePool;
import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.kit.settings.DatabaseSettings;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.schemas.Principal;
import io.quantumvault.standalone.platform.DatabaseRole;
import io.quantumvault.standalone.records.CommittedTopics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka and PostgreSQL of a running system, as the user that gives orders and no other. */
public final class Connections implements AutoCloseable {
  private static final int POOL = 2;

  private final KafkaSettings kafka;
  private final CommittedTopics topics;
  private final HikariDataSource database;

  /** Takes where they are and the files of the passwords; connects when first asked. */
  public Connections(
      String bootstrapServers, Path kafkaPassword, String jdbcUrl, Path databasePassword) {
    kafka =
        new KafkaSettings(
            bootstrapServers,
            Principal.RECONCILER.userName(),
            kafkaPassword,
            "SASL_PLAINTEXT",
            null);
    topics = new CommittedTopics(bootstrapServers, Principal.RECONCILER, kafkaPassword);
    database =
        DatabasePool.prepare(
            new HikariDataSource(),
            Principal.RECONCILER.userName(),
            new DatabaseSettings(
                jdbcUrl, DatabaseRole.RECONCILER.roleName(), databasePassword, null),
            POOL);
  }

  HikariDataSource database() {
    return database;
  }

  CommittedTopics topics() {
    return topics;
  }

  Producer<byte[], byte[]> producer() {
    Map<String, Object> settings = KafkaClients.properties(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    database.close();
  }
}
