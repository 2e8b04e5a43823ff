package io.quantumvault.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAccessIT {
  private final Platform platform = Platform.startTemporary();
  private final Records records = new Records(platform);

  @Test
  void everyTopicIsThereWithItsSettings() throws Exception {
    try (Admin admin = Admin.create(platform.clientSettings(Principal.OPERATOR))) {
      assertThat(admin.listTopics().names().get())
          .containsAll(Topics.all().stream().map(Topics.Topic::name).collect(Collectors.toSet()));
      var state = admin.describeTopics(List.of("execution-state-v1")).allTopicNames().get();
      assertThat(state.values())
          .singleElement()
          .satisfies(t -> assertThat(t.partitions()).hasSize(Topics.WALLET_PARTITIONS));
    }
  }

  @Test
  void whoGivesOrdersByHandWritesNothingElse() throws Exception {
    records.write(Principal.RECONCILER, "admin-orders-v1", "wallet-o", new byte[] {1});
    for (var topic : List.of("signer-marks-v1", "executions-v1", "intents-v1")) {
      assertThatThrownBy(() -> records.write(Principal.RECONCILER, topic, "wallet-o", new byte[1]))
          .satisfies(BrokerAccessIT::isARefusal);
    }
  }

  @Test
  void thePolicyStageWritesIntentsAndTheSignerReadsThem() throws Exception {
    records.write(Principal.POLICY, "intents-v1", "wallet-a", new byte[] {1, 2});

    assertThat(records.read(Principal.SIGNER, "intents-v1", "wallet-a", 1).getFirst().value())
        .containsExactly(1, 2);
  }

  @Test
  void ingestNeitherReadsNorWritesIntents() {
    assertThatThrownBy(() -> records.write(Principal.INGEST, "intents-v1", "w", new byte[1]))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> records.read(Principal.INGEST, "intents-v1", "w", 1))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void theSignerDoesNotWriteTheIntentsItSigns() {
    assertThatThrownBy(() -> records.write(Principal.SIGNER, "intents-v1", "w", new byte[1]))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEBEZIUM")
  void nobodyButTheConnectorWritesState(Principal who) {
    for (String topic : List.of("execution-state-v1", "platform-state-v1", "webhook-routes-v1")) {
      assertThatThrownBy(() -> records.write(who, topic, "w", new byte[1]))
          .as(topic)
          .satisfies(BrokerAccessIT::isARefusal);
    }
  }

  /** The refusals above mean something only if the same call succeeds for the one who may. */
  @ParameterizedTest
  @ValueSource(strings = {"execution-state-v1", "platform-state-v1", "webhook-routes-v1"})
  void theConnectorWritesState(String topic) throws Exception {
    records.write(Principal.DEBEZIUM, topic, "by-the-connector", new byte[] {7});

    var reader = topic.equals("webhook-routes-v1") ? Principal.INGEST : Principal.SIGNER;
    assertThat(records.read(reader, topic, "by-the-connector", 1).getFirst().value())
        .containsExactly(7);
  }

  /**
   * A user without any right to write is refused before the topic is looked at; a producer that
   * knows of it before it sends wraps that refusal.
   */
  private static void isARefusal(Throwable thrown) {
    assertThat(Stream.iterate(thrown, Objects::nonNull, Throwable::getCause))
        .hasAtLeastOneElementOfType(AuthorizationException.class);
  }

  @Test
  void aReaderWritesTheDeadLettersOfItsTopic() {
    assertThatCode(() -> records.write(Principal.SIGNER, "intents-v1-dlt", "w", new byte[1]))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> records.write(Principal.POLICY, "intents-v1-dlt", "w", new byte[1]))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void aGroupBelongsToTheUserItIsNamedAfter() {
    assertThatCode(() -> records.join(Principal.AUDIT, "intents-v1", "audit-sink-x"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> records.join(Principal.AUDIT, "intents-v1", "signer-service"))
        .isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void theStreamEngineMakesAndDropsItsOwnTopicsAndNoOthers() throws Exception {
    String own = "policy-stream-test-changelog";
    try (Admin admin = Admin.create(platform.clientSettings(Principal.POLICY))) {
      admin.createTopics(Set.of(new NewTopic(own, 1, (short) 1))).all().get();
      admin.deleteTopics(Set.of(own)).all().get();
      assertThatThrownBy(
              () -> admin.createTopics(Set.of(new NewTopic("x", 1, (short) 1))).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThatThrownBy(() -> admin.deleteTopics(Set.of("intents-v1")).all().get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    Map<String, Object> settings = new HashMap<>(platform.clientSettings(Principal.OPERATOR));
    settings.computeIfPresent(
        "sasl.jaas.config", (k, v) -> v.toString().replaceAll("password=\"[^\"]*", "password=\"x"));
    try (Admin admin = Admin.create(settings)) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwordFilesAreTheOwnersOnly(Principal who) throws Exception {
    assertThat(Files.getPosixFilePermissions(platform.kafka().passwordFile(who)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
