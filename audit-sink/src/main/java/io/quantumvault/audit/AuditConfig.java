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
import io.quantumvault.schemas.Topics;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;

/** Wires the trail to the database, the files outside it, and the key. */
@Configuration(proxyBeanMethods = false)
class AuditConfig {
  private static final Logger LOG = LoggerFactory.getLogger(AuditConfig.class);

  @Bean
  HikariDataSource auditDatabase(AuditSettings settings) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("audit-sink");
    pool.setJdbcUrl(settings.database().url());
    pool.setUsername(settings.database().username());
    pool.setPassword(Passwords.read(settings.database().passwordFile()));
    pool.setMaximumPoolSize(3);
    pool.setConnectionTimeout(3000);
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    pool.addDataSourceProperty("ApplicationName", "audit-sink");
    return new HikariDataSource(pool);
  }

  @Bean
  Origins origins(AuditSettings settings) {
    return new Origins(settings.audit().originPrefix());
  }

  /** Made before any key is opened: whoever opens one takes this as a parameter. */
  @Bean
  KeyMemory keyMemory(Environment environment) {
    KeyMemory memory =
        KeyMemory.start(
            environment.getProperty(
                "quantumvault.key-memory.fallback-suffices", Boolean.class, false));
    LOG.atInfo()
        .addKeyValue("pages", memory.pagesText())
        .addKeyValue("calls", memory.callsText())
        .log("Key memory is ready");
    return memory;
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
