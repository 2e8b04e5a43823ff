package io.quantumvault.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quantumvault.audit.checkpoint.NoteKey;
import io.quantumvault.audit.checkpoint.Origins;
import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.audit.log.LogName;
import io.quantumvault.audit.outbound.CheckpointClock;
import io.quantumvault.audit.outbound.FileOutsideHeads;
import io.quantumvault.audit.outbound.KafkaHeadsPublisher;
import io.quantumvault.audit.outbound.PostgresLogStore;
import io.quantumvault.audit.outbound.ServiceNoteKey;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.keys.memory.KeyMemory;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.kit.database.DatabasePool;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

/** Wires the trail to the database, the files outside it, and the key. */
@Configuration(proxyBeanMethods = false)
class AuditConfig {
  private static final int CONNECTIONS = 3;

  @Bean
  HikariDataSource auditDatabase(AuditSettings settings) {
    var pool =
        DatabasePool.prepare(
            new HikariConfig(), Principal.AUDIT.userName(), settings.database(), CONNECTIONS);
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(pool);
  }

  @Bean
  Origins origins(AuditSettings settings) {
    return new Origins(settings.audit().originPrefix());
  }

  @Bean
  ServiceKey checkpointKey(AuditSettings settings, KeyMemory memory) {
    return ServiceKey.load(settings.keys().dir().resolve("audit-checkpoint.key"));
  }

  @Bean
  NoteKey noteKey(ServiceKey key) {
    return new ServiceNoteKey(key);
  }

  @Bean
  AuditHealth auditHealth() {
    return new AuditHealth();
  }

  @Bean
  AuditTrail auditTrail(
      HikariDataSource database,
      AuditSettings settings,
      Origins origins,
      NoteKey key,
      KafkaTemplate<byte[], byte[]> kafka) {
    return new AuditTrail(
        new PostgresLogStore(database, origins),
        new FileOutsideHeads(settings.stateDir()),
        new KafkaHeadsPublisher(kafka),
        key,
        origins,
        sources());
  }

  @Bean
  CheckpointClock checkpointClock(AuditTrail trail, AuditHealth health) {
    return new CheckpointClock(trail, health);
  }

  private static List<LogName> sources() {
    return Topics.AUDITED.stream()
        .flatMap(topic ->
            IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new LogName(topic.name(), partition)))
        .toList();
  }
}
