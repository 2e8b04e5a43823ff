package io.quantumvault.kit.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code quantumvault.kafka.*}: how to reach the brokers, always as a named user (SCRAM-SHA-512).
 *
 * @param username the service's own user
 * @param passwordFile holds the password and nothing else, a line end apart
 * @param securityProtocol SASL_PLAINTEXT (loopback) or SASL_SSL
 * @param truststoreFile PEM certificates to trust; only for SASL_SSL
 */
@ConfigurationProperties("quantumvault.kafka")
public record KafkaSettings(
    String bootstrapServers,
    String username,
    Path passwordFile,
    @DefaultValue("SASL_PLAINTEXT") String securityProtocol,
    @Nullable Path truststoreFile) {
  /** Refuses settings that are missing or cannot be used. */
  public KafkaSettings {
    Settings.require(bootstrapServers, "kafka.bootstrap-servers");
    Settings.require(username, "kafka.username");
    Settings.require(passwordFile, "kafka.password-file");
    Settings.check(
        securityProtocol.equals("SASL_PLAINTEXT") || securityProtocol.equals("SASL_SSL"),
        "kafka.security-protocol is SASL_PLAINTEXT or SASL_SSL");
    Settings.check(
        username.matches("[A-Za-z0-9._-]{1,64}"),
        "kafka.username is no user name: letters, digits, dot, dash and underscore only");
    Settings.check(
        truststoreFile == null || securityProtocol.equals("SASL_SSL"),
        "kafka.truststore-file is only for kafka.security-protocol=SASL_SSL");
  }
}
