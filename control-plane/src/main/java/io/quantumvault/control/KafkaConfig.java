package io.quantumvault.control;

import io.quantumvault.control.activity.ActivityStore;
import io.quantumvault.control.inbound.ActivityListener;
import io.quantumvault.control.inbound.UnreadableRecordException;
import io.quantumvault.control.outbound.PostgresActivityStore;
import io.quantumvault.control.stop.AutomaticStops;
import io.quantumvault.control.trial.TestDecisions;
import io.quantumvault.kit.kafka.KafkaClients;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.FixedBackOff;

/** The records of other services that owners see. */
@Configuration(proxyBeanMethods = false)
class KafkaConfig {
  private static final String GROUP = "control-plane-activity";
  private static final long RETRY_MILLIS = 1_000;

  @Bean
  PostgresActivityStore activityStore(JdbcClient jdbc, TransactionTemplate template) {
    return new PostgresActivityStore(jdbc, template);
  }

  @Bean(destroyMethod = "destroy")
  DefaultKafkaProducerFactory<String, byte[]> deadLetters(ControlPlaneSettings settings) {
    var client = KafkaClients.properties(settings.kafka());
    client.put("acks", "all");
    return new DefaultKafkaProducerFactory<>(
        client, new StringSerializer(), new ByteArraySerializer());
  }

  @Bean
  ConcurrentMessageListenerContainer<String, byte[]> activityContainer(
      ControlPlaneSettings settings,
      ActivityStore activity,
      TestDecisions tests,
      AutomaticStops stops,
      DefaultKafkaProducerFactory<String, byte[]> deadLetters) {
    var client = KafkaClients.consumer(settings.kafka());
    client.put("group.id", GROUP);
    client.put("isolation.level", "read_committed");
    client.put("auto.offset.reset", "earliest");
    client.put("enable.auto.commit", false);
    var properties = new ContainerProperties(ActivityListener.TOPICS.toArray(String[]::new));
    properties.setMessageListener(new ActivityListener(activity, tests, stops));
    var container =
        new ConcurrentMessageListenerContainer<String, byte[]>(
            new DefaultKafkaConsumerFactory<>(
                client, new StringDeserializer(), new ByteArrayDeserializer()),
            properties);
    container.setBeanName("control-activity");
    container.setCommonErrorHandler(errorHandler(new KafkaTemplate<>(deadLetters)));
    return container;
  }

  /** Tries again for ever while the database is away; what cannot be read is set aside at once. */
  private static DefaultErrorHandler errorHandler(KafkaTemplate<String, byte[]> deadLetters) {
    var recoverer =
        new DeadLetterPublishingRecoverer(
            deadLetters,
            (record, e) -> new TopicPartition(record.topic() + "-dlt", record.partition()));
    var handler =
        new DefaultErrorHandler(
            recoverer, new FixedBackOff(RETRY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS));
    handler.addNotRetryableExceptions(UnreadableRecordException.class);
    return handler;
  }
}
