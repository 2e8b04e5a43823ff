package io.quantumvault.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.kafka.*}: how to reach the brokers, always as a named user (SCRAM-SHA-512).
 *
 * @param passwordFile holds the password and nothing else, a line end apart
 * @param securityProtocol SASL_PLAINTEXT (loopback) or SASL_SSL
 * @param truststoreFile PEM certificates to trust; only for SASL_SSL
 */
@ConfigurationProperties("quantumvault.kafka")
public record KafkaSettings(
    String bootstrapServers,
    @DefaultValue("ingest-service") String username,
    Path passwordFile,
    @DefaultValue("SASL_PLAINTEXT") String securityProtocol,
    @Nullable Path truststoreFile) {
  // Blocking for metadata and delivering must together stay below the 2.5 s every answer has.
  private static final int MAX_BLOCK_MS = 400;
  private static final int REQUEST_MS = 1_200;
  private static final int DELIVERY_MS = 1_700;

  public KafkaSettings {
    Settings.require(bootstrapServers, "quantumvault.kafka.bootstrap-servers");
    Settings.require(passwordFile, "quantumvault.kafka.password-file");
    Settings.check(
        securityProtocol.equals("SASL_PLAINTEXT") || securityProtocol.equals("SASL_SSL"),
        "quantumvault.kafka.security-protocol is SASL_PLAINTEXT or SASL_SSL");
    Settings.check(
        username.matches("[A-Za-z0-9._-]{1,64}"), "quantumvault.kafka.username is no user name");
  }

  /** Durable or soon failed. */
  Map<String, Object> producer() {
    Map<String, Object> settings = client();
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
    Map<String, Object> settings = client();
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Losing the place is an error that starts the reading anew, never a jump over a tombstone.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  private Map<String, Object> client() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingest-service");
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, securityProtocol);
    settings.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas());
    if (truststoreFile != null) {
      settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      settings.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, truststoreFile.toString());
    }
    return settings;
  }

  private String jaas() {
    try {
      String password = Files.readString(passwordFile).strip();
      Settings.check(!password.isEmpty(), "quantumvault.kafka.password-file is empty");
      return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
          + username
          + "\" password=\""
          + password.replace("\\", "\\\\").replace("\"", "\\\"")
          + "\";";
    } catch (IOException e) {
      throw new UncheckedIOException("quantumvault.kafka.password-file cannot be read", e);
    }
  }
}
