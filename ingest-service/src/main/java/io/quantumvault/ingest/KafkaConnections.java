package io.quantumvault.ingest;

import io.quantumvault.kit.kafka.KafkaClients;
import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.schemas.Principal;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How the service writes and reads: durable or soon failed, and all routes. */
record KafkaConnections(KafkaSettings kafka) {
  // Blocking for metadata and delivering must together stay below the 2.5 s every answer has.
  private static final int MAX_BLOCK_MS = 400;
  private static final int REQUEST_MS = 1_200;
  private static final int DELIVERY_MS = 1_700;

  /** Durable or soon failed. */
  Map<String, Object> producer() {
    Map<String, Object> settings = named(KafkaClients.properties(kafka));
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    // Alerts can be days apart, and the next one must not first have to ask where its topic is.
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 86_400_000);
    return settings;
  }

  /** Without a group: every instance reads all routes. */
  Map<String, Object> consumer() {
    Map<String, Object> settings = named(KafkaClients.consumer(kafka));
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Losing the place is an error that starts the reading anew, never a jump over a tombstone.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  private static Map<String, Object> named(Map<String, Object> settings) {
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, Principal.INGEST.userName());
    return settings;
  }
}
