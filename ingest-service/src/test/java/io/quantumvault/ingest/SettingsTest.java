package io.quantumvault.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.kit.settings.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final int TRADING_VIEW_LIMIT_MS = 2_500;

  @TempDir Path folder;

  @Test
  void nothingIsCalledTakenBeforeAllReplicasHaveItAndNothingWaitsLong() throws Exception {
    Map<String, Object> producer = kafka("pass").producer();

    assertThat(producer)
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    int delivery = millis(producer, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    int block = millis(producer, ProducerConfig.MAX_BLOCK_MS_CONFIG);
    assertThat(delivery).isLessThanOrEqualTo(2_000);
    assertThat(delivery + block).isLessThan(TRADING_VIEW_LIMIT_MS);
  }

  @Test
  void theRoutesAreReadWithoutGroupAndWithoutJumps() throws Exception {
    assertThat(kafka("pass").consumer())
        .doesNotContainKey(ConsumerConfig.GROUP_ID_CONFIG)
        .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
  }

  @ParameterizedTest
  @CsvSource({
    "quantumvault.kafka.bootstrap-servers,'',quantumvault.kafka.bootstrap-servers is not set",
    "quantumvault.kafka.security-protocol,PLAINTEXT,SASL_PLAINTEXT or SASL_SSL",
    "quantumvault.kafka.username,'a\" b',is no user name",
    "quantumvault.http.port,70000,quantumvault.http.port is no port",
    "quantumvault.chain.rpc-urls,file:///etc,no http address",
    "quantumvault.ingest.trading-view.networks,everywhere,trading-view.networks holds something",
    "quantumvault.ingest.trusted-proxies,10.0.0.0/99,trusted-proxies holds something",
    "quantumvault.ingest.answer-within,5s,answer-within <= 2400ms",
    "quantumvault.ingest.signature-within,1300ms,body-within + signature-within < answer-within",
    "quantumvault.ingest.signature-within,0s,signature-within < answer-within",
    "quantumvault.ingest.rate.per-minute,0,rate must be above zero",
    "quantumvault.ingest.in-flight,0,in-flight must be above zero",
    "quantumvault.ingest.in-flight-per-client,513,-per-webhook must be above zero and at most",
    "quantumvault.ingest.in-flight-per-webhook,0,-per-webhook must be above zero and at most",
    "quantumvault.http.connections,100,connections-per-client must be above zero and at most",
    "quantumvault.http.connections-per-client,0,connections-per-client must be above zero",
    "quantumvault.http.header-within,0s,header-within must be above zero",
    "quantumvault.http.finish-within,2s,finish-within must be longer than the longest",
    "quantumvault.ingest.test-alerts.port,70000,ingest.test-alerts.port is no port",
    "quantumvault.ingest.test-alerts.token-file,/nonexistent,password file /nonexistent is refused",
    "quantumvault.ingest.prices.max-price-disagreement-bps,0,disagreement-bps must be 1 to 1000",
    "quantumvault.ingest.prices.frozen-after,500ms,prices.every < frozen-after <= 1m",
    "quantumvault.ingest.prices.frozen-after,2m,prices.every < frozen-after <= 1m",
  })
  void aWrongSettingStopsTheStartAndIsNamed(String key, String value, String sentence)
      throws Exception {
    Map<String, Object> properties = new HashMap<>();
    properties.put("quantumvault.kafka.bootstrap-servers", "127.0.0.1:1");
    properties.put("quantumvault.kafka.password-file", password("x").toString());
    properties.put("quantumvault.http.port", "0");
    properties.put(key, value);

    assertThatThrownBy(() -> IngestApplication.start(properties).close())
        .hasStackTraceContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"null", "-1", "65536"},
      nullValues = "null")
  void aMarketHasAVenueNumber(@Nullable Integer index) {
    assertThatThrownBy(() -> new IngestSettings.Market("SOL-PERP", 6, index, List.of()))
        .hasMessageContaining("the venue's number of the market");
  }

  private static int millis(Map<String, Object> settings, String key) {
    return Integer.parseInt(String.valueOf(settings.get(key)));
  }

  private KafkaConnections kafka(String password) throws Exception {
    return new KafkaConnections(
        new KafkaSettings(
            "127.0.0.1:1", "ingest-service", password(password), "SASL_PLAINTEXT", null));
  }

  private Path password(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
