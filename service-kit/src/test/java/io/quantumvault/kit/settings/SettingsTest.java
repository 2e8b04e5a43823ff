package io.quantumvault.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** As Spring binds them. */
class SettingsTest {
  /** As a service binds them: nested, and without a name of their own. */
  record Service(KafkaSettings kafka, DatabaseSettings database, KeySettings keys) {
    Service {
      Settings.require(keys, "keys.dir");
    }
  }

  private static final Map<String, String> GOOD =
      Map.of(
          "quantumvault.kafka.bootstrap-servers", "127.0.0.1:1",
          "quantumvault.kafka.username", "signer-service",
          "quantumvault.kafka.password-file", "/run/secrets/kafka",
          "quantumvault.database.url", "jdbc:postgresql://127.0.0.1:1/x",
          "quantumvault.database.username", "qv_signer",
          "quantumvault.database.password-file", "/run/secrets/postgres",
          "quantumvault.keys.dir", "/keys");

  @Test
  void whatIsLeftOutHasItsDefault() {
    Service service = bound(GOOD);

    assertThat(service.kafka().securityProtocol()).isEqualTo("SASL_PLAINTEXT");
    assertThat(service.kafka().truststoreFile()).isNull();
    assertThat(service.database().poolSize()).isNull();
    assertThat(management(Map.of()).port()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.bootstrap-servers,'',quantumvault.kafka.bootstrap-servers is not set",
    "kafka.username,'',quantumvault.kafka.username is not set",
    "kafka.username,'a\" b',quantumvault.kafka.username is no user name",
    "kafka.password-file,'',quantumvault.kafka.password-file is not set",
    "kafka.security-protocol,PLAINTEXT,is SASL_PLAINTEXT or SASL_SSL",
    "kafka.truststore-file,/etc/ca.pem,is only for kafka.security-protocol=SASL_SSL",
    "database.url,'',quantumvault.database.url is not set",
    "database.username,'',quantumvault.database.username is not set",
    "database.password-file,'',quantumvault.database.password-file is not set",
    "database.pool-size,0,quantumvault.database.pool-size must be above zero",
    "keys.dir,'',quantumvault.keys.dir is not set",
  })
  void aWrongOneIsRefusedByName(String name, String value, String sentence) {
    var settings = new HashMap<>(GOOD);
    settings.put("quantumvault." + name, value);

    assertThatThrownBy(() -> bound(settings)).hasStackTraceContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource({"-2", "65536"})
  void whatIsNoManagementPortIsRefused(String port) {
    assertThatThrownBy(() -> management(Map.of("quantumvault.management.port", port)))
        .hasStackTraceContaining("quantumvault.management.port is no port");
  }

  private static Service bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("quantumvault", Service.class);
  }

  private static ManagementSettings management(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("quantumvault.management", ManagementSettings.class);
  }
}
