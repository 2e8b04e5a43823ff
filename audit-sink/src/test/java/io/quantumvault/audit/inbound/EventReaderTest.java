package io.quantumvault.audit.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.audit.log.EventIndex;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.AccountObserved;
import io.quantumvault.schemas.v1.AdminOrder;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.OwnerOrder;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.schemas.v1.VaultEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private static final UUID EVENT = new UUID(1, 2);
  private static final UUID SIGNAL = new UUID(3, 4);
  private static final UUID BOT = new UUID(5, 6);
  private static final String OWNER = "FJ4Kwg";
  private static final long AT_MS = 1_763_596_800_123L;
  private static final Envelope ENVELOPE =
      Envelope.newBuilder()
          .setEventId(EVENT.toString())
          .setCorrelationId(SIGNAL.toString())
          .setOccurredAtMs(AT_MS)
          .build();

  @Test
  void readsTheEventsOfEveryAuditedTopic() {
    String bot = BOT.toString();
    Map<Topics.Topic, byte[]> values = new HashMap<>();
    values.put(
        Topics.SIGNALS,
        Signal.newBuilder()
            .setEnvelope(ENVELOPE)
            .setOwner(OWNER)
            .setBotId(bot)
            .build()
            .toByteArray());
    values.put(
        Topics.REJECTIONS,
        RejectionRecord.newBuilder()
            .setRejected(
                SignalRejected.newBuilder().setEnvelope(ENVELOPE).setOwner(OWNER).setBotId(bot))
            .build()
            .toByteArray());
    values.put(
        Topics.INTENTS,
        TradeIntent.newBuilder()
            .setPayload(
                TradeIntentPayload.newBuilder()
                    .setEnvelope(ENVELOPE)
                    .setOwner(OWNER)
                    .setBotId(bot)
                    .build()
                    .toByteString())
            .build()
            .toByteArray());
    values.put(
        Topics.EXECUTIONS,
        ExecutionRecord.newBuilder()
            .setExecution(
                ExecutionEvent.newBuilder().setEnvelope(ENVELOPE).setOwner(OWNER).setBotId(bot))
            .build()
            .toByteArray());
    values.put(
        Topics.VAULT_EVENTS,
        VaultEvent.newBuilder()
            .setEnvelope(ENVELOPE)
            .setOwner(OWNER)
            .setBotId(bot)
            .build()
            .toByteArray());
    EventIndex expected = new EventIndex(EVENT, SIGNAL, OWNER, BOT, AT_MS);
    values.forEach((topic, value) ->
        assertThat(EventReader.read(topic.name(), value)).as(topic.name()).isEqualTo(expected));

    byte[] order =
        OwnerOrder.newBuilder().setEnvelope(ENVELOPE).setOwner(OWNER).build().toByteArray();
    assertThat(EventReader.read(Topics.OWNER_ORDERS.name(), order))
        .isEqualTo(new EventIndex(EVENT, SIGNAL, OWNER, null, AT_MS));
    values.put(Topics.OWNER_ORDERS, order);
    byte[] byHand =
        AdminOrder.newBuilder().setEnvelope(ENVELOPE).setOwner(OWNER).build().toByteArray();
    assertThat(EventReader.read(Topics.ADMIN_ORDERS.name(), byHand))
        .isEqualTo(new EventIndex(EVENT, SIGNAL, OWNER, null, AT_MS));
    values.put(Topics.ADMIN_ORDERS, byHand);
    assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(Topics.AUDITED);
  }

  @Test
  void readsAccountReadings() {
    byte[] value =
        ExecutionRecord.newBuilder()
            .setAccount(
                AccountObserved.newBuilder()
                    .setEnvelope(ENVELOPE)
                    .setOwner(OWNER)
                    .setBotId(BOT.toString()))
            .build()
            .toByteArray();
    assertThat(EventReader.read(Topics.EXECUTIONS.name(), value).owner()).isEqualTo(OWNER);
  }

  @Test
  void readsAnswersToDryRuns() {
    var tested =
        TestDecided.newBuilder().setEnvelope(ENVELOPE).setOwner(OWNER).setBotId(BOT.toString());
    byte[] value = RejectionRecord.newBuilder().setTested(tested).build().toByteArray();
    assertThat(EventReader.read(Topics.REJECTIONS.name(), value))
        .isEqualTo(new EventIndex(EVENT, SIGNAL, OWNER, BOT, AT_MS));
  }

  @Test
  void leavesOutWhatTheDatabaseCouldNotStore() {
    byte[] value =
        Signal.newBuilder()
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId("not-a-uuid")
                    .setCorrelationId("1-1-1-1-1")
                    .setOccurredAtMs(Long.MAX_VALUE))
            .setOwner("nul\u0000")
            .setBotId(BOT.toString().toUpperCase(java.util.Locale.ROOT) + "x")
            .build()
            .toByteArray();
    assertThat(EventReader.read(Topics.SIGNALS.name(), value)).isEqualTo(EventIndex.NONE);
    assertThat(EventReader.read(Topics.SIGNALS.name(), null)).isEqualTo(EventIndex.NONE);
  }

  @Test
  void neverFailsOnGarbage() {
    long seed = System.nanoTime();
    System.out.println("EventReaderTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] value = new byte[random.nextInt(60)];
      random.nextBytes(value);
      var topic = Topics.AUDITED.get(random.nextInt(Topics.AUDITED.size()));
      assertThat(EventReader.read(topic.name(), value)).isNotNull();
    }
  }
}
