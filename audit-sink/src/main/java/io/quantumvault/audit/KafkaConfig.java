package io.quantumvault.audit;

import io.quantumvault.audit.health.AuditHealth;
import io.quantumvault.audit.inbound.AuditedTopicsListener;
import io.quantumvault.audit.inbound.RetryFromStored;
import io.quantumvault.audit.trail.AuditTrail;
import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.schemas.Principal;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;

/** The consumer of the audited topics and the producer of checkpoints. */
@Configuration(proxyBeanMethods = false)
class KafkaConfig {
  /** How soon it notices that it has caught up; records themselves end the wait for them. */
  private static final long IDLE_MS = 400;

  private static final int MAX_BATCH = 2000;

  @Bean
  DefaultKafkaProducerFactory<byte[], byte[]> checkpointProducers(AuditSettings settings) {
    Map<String, Object> properties = named(KafkaClients.properties(settings.kafka()));
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
    return new DefaultKafkaProducerFactory<>(
        properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Bean
  KafkaTemplate<byte[], byte[]> checkpointTemplate(
      DefaultKafkaProducerFactory<byte[], byte[]> producers) {
    return new KafkaTemplate<>(producers);
  }

  @Bean
  AuditedTopicsListener auditedTopicsListener(AuditTrail trail, AuditHealth health) {
    return new AuditedTopicsListener(trail, health);
  }

  /**
   * All partitions, always: the position is in PostgreSQL, so nothing is shared through a group.
   */
  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> auditedTopics(
      AuditSettings settings,
      AuditTrail trail,
      AuditedTopicsListener listener,
      AuditHealth health,
      ApplicationEventPublisher events) {
    Map<String, Object> properties = named(KafkaClients.consumer(settings.kafka()));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, Principal.AUDIT.userName());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_BATCH);
    var consumers =
        new DefaultKafkaConsumerFactory<>(
            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    listener.beginsAt(trail.ensureOpen());
    var partitions =
        trail.positions().entrySet().stream()
            .map(next ->
                new TopicPartitionOffset(
                    next.getKey().topic(), next.getKey().partition(), next.getValue()))
            .toArray(TopicPartitionOffset[]::new);
    var container = new ContainerProperties(partitions);
    container.setMessageListener(listener);
    // Never acknowledged: nothing is ever committed to Kafka.
    container.setAckMode(AckMode.MANUAL);
    container.setPollTimeout(IDLE_MS / 2);
    container.setIdleEventInterval(IDLE_MS);
    // Unless told, idle time counts five times as long until the first record.
    container.setIdleBeforeDataMultiplier(1);
    container.setShutdownTimeout(10_000);
    var topics = new KafkaMessageListenerContainer<>(consumers, container);
    topics.setBeanName("audited-topics");
    topics.setCommonErrorHandler(new RetryFromStored(listener, health));
    topics.setApplicationEventPublisher(events);
    return topics;
  }

  @Bean
  IdleRelay idleRelay(AuditedTopicsListener listener) {
    return new IdleRelay(listener);
  }

  private static Map<String, Object> named(Map<String, Object> properties) {
    properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, Principal.AUDIT.userName());
    return properties;
  }

  /** The container tells of idle time on the consumer's own thread. */
  record IdleRelay(AuditedTopicsListener listener) {
    @EventListener
    void onIdle(ListenerContainerIdleEvent event) {
      listener.onIdle(event.getConsumer());
    }
  }
}
