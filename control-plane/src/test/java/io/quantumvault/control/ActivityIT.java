package io.quantumvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.Direction;
import io.quantumvault.schemas.v1.Envelope;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Notice;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionKind;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TestedOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Owners see their own trades, each event once, also behind a record nobody can read. */
@Timeout(600)
class ActivityIT {
  private final TestSystem system = TestSystem.shared();

  @Test
  void ownersSeeTheirOwnRejectionsAndExecutionsOnce() throws Exception {
    var owner = OwnerClient.enrolledAndSignedIn(system);
    var other = OwnerClient.enrolledAndSignedIn(system);
    JsonNode bot = owner.bot(owner.agentWallet(), 0);
    String wallet = bot.get("agentWallet").asString();
    var rejected =
        SignalRejected.newBuilder()
            .setEnvelope(envelope())
            .setKind(RejectionKind.REJECTION_KIND_REJECTED)
            .setSignalId(Ids.newId().toString())
            .setBotId(bot.get("botId").asString())
            .setAgentWallet(wallet)
            .setOwner(owner.wallet().address())
            .addReasons(Reason.REASON_ORDER_TOO_LARGE)
            .build();
    var confirmed =
        ExecutionRecord.newBuilder()
            .setExecution(
                ExecutionEvent.newBuilder()
                    .setEnvelope(envelope())
                    .setBotId(bot.get("botId").asString())
                    .setAgentWallet(wallet)
                    .setOwner(owner.wallet().address())
                    .setMarket("SOL-PERP")
                    .setConfirmed(
                        ExecutionEvent.Confirmed.newBuilder()
                            .setTransaction(
                                ExecutionEvent.Transaction.newBuilder().setSignature("5xy"))
                            .setEffect(ExecutionEvent.Effect.newBuilder().setFilledBase("0.5"))))
            .build();

    reject(rejected, wallet);
    write(Principal.POLICY, "rejections-v1", wallet, new byte[] {(byte) 0xFF});
    reject(rejected, wallet);
    reject(tested(rejected), wallet);
    write(confirmed, wallet);
    write(confirmed, wallet);
    // One more behind each: once these are seen, so would be what came twice.
    reject(
        rejected.toBuilder()
            .setEnvelope(envelope())
            .setKind(RejectionKind.REJECTION_KIND_MALFORMED)
            .build(),
        wallet);
    write(
        ExecutionRecord.newBuilder()
            .setExecution(
                confirmed.getExecution().toBuilder()
                    .setEnvelope(envelope())
                    .setFailed(ExecutionEvent.Failed.newBuilder().setChainError("\"Slipped\"")))
            .build(),
        wallet);

    JsonNode seen = await(owner, Set.of("MALFORMED", "FAILED"));
    assertThat(seen.findValuesAsString("kind"))
        .containsExactlyInAnyOrder("REJECTED", "TEST_DECIDED", "CONFIRMED", "MALFORMED", "FAILED");
    var test = summary(seen, "TEST_DECIDED");
    assertThat(test.get("approved").asBoolean()).isTrue();
    assertThat(test.get("orders").get(0).get("size").asString()).isEqualTo("1.5");
    assertThat(test.get("notices").get(0).asString()).isEqualTo("leverage was ignored");
    assertThat(summary(seen, "CONFIRMED").get("transactionSignature").asString()).isEqualTo("5xy");
    assertThat(summary(seen, "CONFIRMED").get("filledBase").asString()).isEqualTo("0.5");
    assertThat(summary(seen, "FAILED").get("chainError").asString()).isEqualTo("\"Slipped\"");
    var unreadable =
        new TopicReader(system.platform()).read(Principal.OPERATOR, "rejections-v1-dlt", wallet, 1);
    assertThat(unreadable.getFirst().value()).containsExactly(0xFF);
    assertThat(other.get("/v1/activity").expect(200).body().size()).isZero();
    JsonNode agentWallet = owner.get("/v1/agent-wallets/" + wallet).expect(200).body();
    assertThat(agentWallet.get("totalExecutions").asLong()).isEqualTo(1);
  }

  @Test
  void theSignersFreezeBecomesAStopThatOnlyTheOwnerLifts() throws Exception {
    var owner = OwnerClient.enrolledAndSignedIn(system);
    JsonNode bot = owner.botWithPolicy();
    owner.enable(bot).expect(200);
    String wallet = bot.get("agentWallet").asString();
    var refused =
        ExecutionEvent.newBuilder()
            .setEnvelope(envelope())
            .setRefused(refusal("POLICY_MAC_INVALID"))
            .setBotId(bot.get("botId").asString())
            .setAgentWallet(wallet)
            .setOwner(owner.wallet().address())
            .build();
    var record = ExecutionRecord.newBuilder().setExecution(refused).build();

    write(record, wallet);
    // Wallet, bot, policy, grant, stop.
    var stop = Snapshots.of(system, wallet, 5).getStops(0);
    assertThat(stop.getOrigin()).isEqualTo(StopOrigin.STOP_ORIGIN_AUTOMATIC);
    assertThat(stop.getKind()).isEqualTo(StopKind.STOP_KIND_FREEZE);
    assertThat(stop.getScope()).isEqualTo(StopScope.STOP_SCOPE_AGENT_WALLET);
    owner.withoutKey("resume_execution", Map.of("stopId", stop.getStopId())).expect(200);
    // The same record again must not freeze what the owner has lifted.
    write(record, wallet);
    write(
        ExecutionRecord.newBuilder()
            .setExecution(
                refused.toBuilder().setEnvelope(envelope()).setRefused(refusal("ORDER_TOO_LARGE")))
            .build(),
        wallet);
    write(
        ExecutionRecord.newBuilder()
            .setExecution(
                refused.toBuilder()
                    .setEnvelope(envelope())
                    .setExpired(ExecutionEvent.Expired.getDefaultInstance()))
            .build(),
        wallet);
    // Seen is seen in order: what the records before it bring about has been done.
    await(owner, Set.of("EXPIRED"));
    assertThat(owner.get("/v1/agent-wallets/" + wallet + "/stops").body().size()).isZero();
  }

  /** The owner's activity once all of these kinds are in it. */
  private static JsonNode await(OwnerClient owner, Set<String> kinds) throws Exception {
    return Patience.until(
        () -> owner.get("/v1/activity").expect(200).body(),
        seen -> seen.findValuesAsString("kind").containsAll(kinds));
  }

  private static Envelope envelope() {
    return Envelope.newBuilder()
        .setEventId(Ids.newId().toString())
        .setOccurredAtMs(System.currentTimeMillis())
        .build();
  }

  private static ExecutionEvent.Refused.Builder refusal(String reason) {
    return ExecutionEvent.Refused.newBuilder().setReason(reason);
  }

  private static TestDecided tested(SignalRejected about) {
    return TestDecided.newBuilder()
        .setEnvelope(envelope())
        .setSignalId(Ids.newId().toString())
        .setBotId(about.getBotId())
        .setAgentWallet(about.getAgentWallet())
        .setOwner(about.getOwner())
        .setApproved(true)
        .addOrders(
            TestedOrder.newBuilder()
                .setMarket("SOL-PERP")
                .setDirection(Direction.DIRECTION_LONG)
                .setSizeBase("1.5"))
        .addNotices(Notice.newBuilder().setDetail("leverage was ignored"))
        .build();
  }

  private static JsonNode summary(JsonNode activity, String kind) {
    return activity
        .valueStream()
        .filter(entry -> entry.get("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow()
        .get("summary");
  }

  private void reject(SignalRejected rejected, String wallet) throws Exception {
    reject(RejectionRecord.newBuilder().setRejected(rejected), wallet);
  }

  private void reject(TestDecided tested, String wallet) throws Exception {
    reject(RejectionRecord.newBuilder().setTested(tested), wallet);
  }

  private void reject(RejectionRecord.Builder record, String wallet) throws Exception {
    write(Principal.POLICY, "rejections-v1", wallet, record.build().toByteArray());
  }

  private void write(Message execution, String wallet) throws Exception {
    write(Principal.SIGNER, "executions-v1", wallet, execution.toByteArray());
  }

  private void write(Principal who, String topic, String key, byte[] value) throws Exception {
    var settings = new HashMap<>(system.platform().clientSettings(who));
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get(60, TimeUnit.SECONDS);
    }
  }
}
