package io.quantumvault.policy.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.kit.settings.KafkaSettings;
import io.quantumvault.kit.settings.KeySettings;
import io.quantumvault.policy.book.CorruptState;
import io.quantumvault.policy.inbound.UnreadableStateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamSettingsTest {
  @TempDir Path folder;

  private Properties settings() throws IOException {
    Path password =
        Files.createFile(
            folder.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, "secret");
    return StreamSettings.of(
        new PolicySettings(
            new KafkaSettings("localhost:1", "policy-stream", password, "SASL_PLAINTEXT", null),
            new KeySettings(Path.of("keys")),
            Path.of("state"),
            new PolicySettings.Policy(
                Set.of("localhost:8080"), Duration.ofMillis(10), 2, "1", -1, 0)));
  }

  @Test
  void kafkaUnderstandsThemAndRunsExactlyOnce() throws IOException {
    var config = new StreamsConfig(settings());

    assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(10);
    var producer = config.getProducerConfigs("one");
    assertThat(producer.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)).isEqualTo(1);
    assertThat(producer.get(ProducerConfig.LINGER_MS_CONFIG)).isEqualTo(0);
    assertThat(config.getMainConsumerConfigs("policy-stream", "one", 0))
        .containsEntry("group.instance.id", "policy-stream-1-0")
        .containsEntry("isolation.level", "read_committed");
  }

  @Test
  void noRecordIsSkippedForAnyKindOfFailure() throws IOException {
    var settings = settings();

    assertThat(
            Set.of(
                settings.get(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG),
                settings.get(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG),
                settings.get(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG)))
        .extracting(one -> ((Class<?>) one).getSimpleName())
        .containsExactlyInAnyOrder(
            "LogAndFailExceptionHandler",
            "LogAndFailProcessingExceptionHandler",
            "DefaultProductionExceptionHandler");
  }

  @Test
  void whatMustNotBeSkippedStopsTheStageAndWeatherDoesNot() {
    assertThat(PolicyStream.answer(new StreamsException(new UnreadableStateKey("t", 1, 2))))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(
            PolicyStream.answer(
                new StreamsException(new CorruptState("x", new RuntimeException()))))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(PolicyStream.answer(new StreamsException(new TimeoutException("broker"))))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
  }

  @Test
  void withoutOriginsNothingStarts() {
    assertThatThrownBy(
            () -> new PolicySettings.Policy(Set.of(), Duration.ofMillis(10), 1, "1", -1, 0))
        .hasMessageContaining("quantumvault.policy.origins");
  }

  @Test
  void aCommitIntervalThatWouldHoldUpEverySignalIsRefused() {
    assertThatThrownBy(
            () -> new PolicySettings.Policy(Set.of("a"), Duration.ofSeconds(30), 1, "1", -1, 0))
        .hasMessageContaining("commit-interval");
  }
}
