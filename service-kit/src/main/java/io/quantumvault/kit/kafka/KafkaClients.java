package io.quantumvault.kit.kafka;

import io.quantumvault.kit.password.PasswordFile;
import io.quantumvault.kit.password.PasswordFileRefused;
import io.quantumvault.kit.settings.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** What every producer, consumer and stream begins with: the brokers, and the sign-in. */
public final class KafkaClients {
  /**
   * How long the broker may keep a consumer's question open while nothing comes, in milliseconds. A
   * record ends the wait at once. Whatever else the consumer asks on the same connection waits for
   * the answer: end offsets, leaving, a partition that joins or goes on. So no longer than a
   * service may take to notice; shorter only burns.
   */
  public static final int FETCH_MAX_WAIT_MS = 1_000;

  private KafkaClients() {}

  /**
   * A new map, for the caller to go on with. The password is not in it.
   *
   * @throws PasswordFileRefused when nobody could sign in with the file as it is
   */
  public static Map<String, Object> properties(KafkaSettings kafka) {
    new PasswordFile(kafka.passwordFile()).check();
    var properties = new HashMap<String, Object>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, kafka.securityProtocol());
    properties.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    properties.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        PasswordFileSignIn.jaas(kafka.username(), kafka.passwordFile()));
    properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, PasswordFileSignIn.class);
    if (kafka.truststoreFile() != null) {
      properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, kafka.truststoreFile().toString());
    }
    return properties;
  }

  /** The same for a consumer, which asks a quiet topic once in {@link #FETCH_MAX_WAIT_MS}. */
  public static Map<String, Object> consumer(KafkaSettings kafka) {
    var properties = properties(kafka);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
    return properties;
  }
}
