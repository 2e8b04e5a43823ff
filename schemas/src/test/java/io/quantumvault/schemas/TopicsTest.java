package io.quantumvault.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.v1.Signal;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void namesHaveNoDotsAndAreUnique() {
    assertThat(Topics.all())
        .extracting(Topics.Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(n -> n.matches("[a-z0-9-]+"));
  }

  @Test
  void onlyThePolicyStageWritesIntents() {
    assertThat(Topics.INTENTS.writers()).containsExactly(Principal.POLICY);
    assertThat(Topics.INTENTS.readers())
        .isEqualTo(
            Set.of(Principal.SIGNER, Principal.AUDIT, Principal.RECONCILER, Principal.REPLAY));
  }

  @Test
  void whoeverReplaysWritesNothingNotEvenDeadLetters() {
    assertThat(Topics.all())
        .noneMatch(topic -> topic.writers().contains(Principal.REPLAY))
        .filteredOn(topic -> topic.readers().contains(Principal.REPLAY))
        .containsExactly(Topics.SIGNALS, Topics.INTENTS, Topics.REJECTIONS);
  }

  @Test
  void whoGivesOrdersByHandWritesNothingElse() {
    assertThat(Topics.all())
        .filteredOn(topic -> topic.writers().contains(Principal.RECONCILER))
        .filteredOn(topic -> !topic.name().endsWith("-dlt"))
        .containsExactly(Topics.ADMIN_ORDERS);
    assertThat(Topics.ADMIN_ORDERS.writers()).containsExactly(Principal.RECONCILER);
  }

  @Test
  void onlyDebeziumWritesState() {
    assertThat(Topics.EXECUTION_STATE.writers()).containsExactly(Principal.DEBEZIUM);
    assertThat(Topics.PLATFORM_STATE.writers()).containsExactly(Principal.DEBEZIUM);
    assertThat(Topics.WEBHOOK_ROUTES.writers()).containsExactly(Principal.DEBEZIUM);
  }

  @Test
  void auditedTopicsAreKeptForEver() {
    assertThat(Topics.AUDITED)
        .allSatisfy(topic -> assertThat(topic.settings()).containsEntry("retention.ms", "-1"))
        .allSatisfy(topic -> assertThat(topic.readers()).contains(Principal.AUDIT));
  }

  @Test
  void aValueThatIsNotTheMessageIsRefused() {
    var serde = ProtobufSerde.of(Signal.parser());
    Assertions.assertThatThrownBy(
            () -> serde.deserializer().deserialize("signals-v1", new byte[] {(byte) 0xff}))
        .isInstanceOf(SerializationException.class);
    var signal = Signal.newBuilder().setSignalId("x").build();
    assertThat(serde.deserializer().deserialize("t", serde.serializer().serialize("t", signal)))
        .isEqualTo(signal);
  }
}
