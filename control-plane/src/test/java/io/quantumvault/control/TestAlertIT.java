package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Action;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.Part;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RefusedPart;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Owners try alerts; ingest and stage are stood in for. */
@Timeout(600)
class TestAlertIT {
  private static final String ALERT =
      "{\"market\":\"SOL-PERP\",\"action\":\"sell\",\"size\":\"1.50\",\"time\":\"{{timenow}}\"}";

  private final TestSystem system = TestSystem.shared();
  private final StandInIngest ingest = system.ingest();
  private final OwnerClient owner = OwnerClient.enrolledAndSignedIn(system);
  private JsonNode bot;

  @BeforeEach
  void bot() {
    bot = owner.bot(owner.agentWallet(), 0);
    ingest.asked.clear();
  }

  private OwnerClient.Answer send(OwnerClient by) {
    return by.json("POST", "/v1/bots/" + bot.get("botId").asString() + "/test-alerts", ALERT);
  }

  /** Decided, and kept for the owner, before the door has answered. */
  private StandInIngest.Answer decided(TestDecided.Builder decision) throws Exception {
    UUID signalId = Ids.newId();
    write(
        decision
            .setEnvelope(
                Envelope.newBuilder()
                    .setEventId(Ids.newId().toString())
                    .setOccurredAtMs(System.currentTimeMillis()))
            .setSignalId(signalId.toString())
            .setBotId(bot.get("botId").asString())
            .setAgentWallet(bot.get("agentWallet").asString())
            .setOwner(owner.wallet().address())
            .build());
    Patience.until(
        () ->
            system
                .jdbc()
                .sql("SELECT count(*) FROM control.activity WHERE signal_id = :id")
                .param("id", signalId)
                .query(Long.class)
                .single(),
        kept -> kept == 1);
    return new StandInIngest.Answer(202, "{\"signalId\":\"" + signalId + "\"}");
  }

  private void write(TestDecided tested) throws Exception {
    var settings = new HashMap<>(system.platform().clientSettings(Principal.POLICY));
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      byte[] value = RejectionRecord.newBuilder().setTested(tested).build().toByteArray();
      producer
          .send(new ProducerRecord<>("rejections-v1", tested.getAgentWallet(), value))
          .get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anOwnerIsToldWhatTheStageDecided() {
    ingest.door =
        request ->
            decided(
                TestDecided.newBuilder()
                    .setApproved(true)
                    .addOrders(
                        TestedOrder.newBuilder()
                            .setMarket("SOL-PERP")
                            .setAction(Action.ACTION_SELL)
                            .setDirection(Direction.DIRECTION_SHORT)
                            .setSizeBase("1")
                            .setReduceOnly(true)
                            .setPart(Part.PART_CLOSING))
                    .addRefusedParts(
                        RefusedPart.newBuilder()
                            .setPart(Part.PART_OPENING)
                            .addReasons(Reason.REASON_DAILY_LOSS_REACHED)
                            .setDetail("lost 501 of 500 USD today")));
    JsonNode told = send(owner).expect(200).body();
    JsonNode decision = told.get("decision");
    assertThat(told.get("signalId").asString()).hasSize(36);
    assertThat(decision.get("approved").asBoolean()).isTrue();
    assertThat(decision.get("orders").get(0).get("action").asString()).isEqualTo("SELL");
    JsonNode part = decision.get("refusedParts").get(0);
    assertThat(part.get("part").asString()).isEqualTo("OPENING");
    assertThat(part.get("reasons").get(0).asString()).isEqualTo("DAILY_LOSS_REACHED");
    assertThat(part.get("detail").asString()).isEqualTo("lost 501 of 500 USD today");
  }

  @Test
  void ingestIsHandedTheAlertAsItCameWithWhoseItIsAndTheToken() throws Exception {
    ingest.door = request -> new StandInIngest.Answer(422, "{}");
    send(owner).expect(422);
    assertThat(ingest.asked)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/internal/test-alerts");
          assertThat(request.body()).isEqualTo(ALERT);
          assertThat(request.header("Content-type")).isEqualTo("application/json");
          assertThat(request.header("Authorization")).isEqualTo("Bearer " + TestSystem.TOKEN);
          assertThat(request.header("Bot-id")).isEqualTo(bot.get("botId").asString());
          assertThat(request.header("Agent-wallet")).isEqualTo(bot.get("agentWallet").asString());
          assertThat(request.header("Owner")).isEqualTo(owner.wallet().address());
        });
  }

  @Test
  void whatAWebhookWouldRefuseIsToldInItsWords() {
    String problem =
        "{\"type\":\"urn:quantumvault:problem:no-time\",\"status\":422,\"detail\":\"no time\"}";
    ingest.door = request -> new StandInIngest.Answer(422, problem);
    var answer = send(owner).expect(422);
    assertThat(answer.raw().body()).isEqualTo(problem);
    assertThat(answer.raw().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
  }

  @Test
  void anothersBotIsNobodys() {
    ingest.door = request -> new StandInIngest.Answer(422, "{}");
    send(OwnerClient.enrolledAndSignedIn(system)).expect(404);
    assertThat(ingest.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 404, 500, 503})
  void aDoorThatDoesNotDoItsWorkIsSaid(int status) {
    ingest.door = request -> new StandInIngest.Answer(status, "{\"secret\":\"of ingest\"}");
    var answer = send(owner).expect(503);
    assertThat(answer.problem()).isEqualTo("test-alerts-unavailable");
    assertThat(answer.raw().body()).doesNotContain("of ingest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "not json", "{\"signalId\":\"mine\"}", "[]"})
  void anAnswerWithoutAnIdIsNone(String body) {
    ingest.door = request -> new StandInIngest.Answer(202, body);
    assertThat(send(owner).expect(503).problem()).isEqualTo("test-alerts-unavailable");
  }

  @Test
  void anEmptyBodyIsIngestsToRefuse() {
    ingest.door = request -> new StandInIngest.Answer(request.body().isEmpty() ? 400 : 500, "{}");
    owner.json("POST", "/v1/bots/" + bot.get("botId").asString() + "/test-alerts", "").expect(400);
    assertThat(List.copyOf(ingest.asked)).hasSize(1);
  }
}
