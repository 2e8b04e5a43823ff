package io.quantumvault.policy.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.policy.outbound.IntentWriter;
import io.quantumvault.policy.outbound.ServiceIntentSigner;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.ids.Ids;
import io.quantumvault.schemas.v1.AgentWalletState;
import io.quantumvault.schemas.v1.ExecutionEvent;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.PlatformState;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.Stop;
import io.quantumvault.schemas.v1.StopKind;
import io.quantumvault.schemas.v1.StopOrigin;
import io.quantumvault.schemas.v1.StopScope;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole stage on a driver: records in, records out, at an instant the test sets. */
abstract class StageTest {
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path dir;
  final World world = new World(START);
  private Replays replays = new Replays();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  Instant now = START;
  ServiceKey key;
  TopologyTestDriver driver;

  @BeforeEach
  void start() {
    ServiceKey.create(dir.resolve("intent-signing.key"), dir.resolve("intent-signing.pub"));
    key = ServiceKey.load(dir.resolve("intent-signing.key"));
    driver = driver();
  }

  private TopologyTestDriver driver() {
    inputs.clear();
    var topology =
        PolicyTopology.buildTopology(
            Set.of(World.ORIGIN),
            new IntentWriter(new ServiceIntentSigner(key)),
            new StageMetrics(meters),
            () -> now);
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "policy-stream");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve("state").toString());
    settings.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
    return new TopologyTestDriver(topology, settings, now);
  }

  /** The stage begins anew with what its store held, as its changelog would give it back. */
  void restart() throws Exception {
    replays.check();
    replays = new Replays();
    var stored = new HashMap<String, byte[]>();
    KeyValueStore<String, byte[]> before = driver.getKeyValueStore(WalletStore.NAME);
    try (var all = before.all()) {
      all.forEachRemaining(one -> stored.put(one.key, one.value));
    }
    driver.close();
    driver = driver();
    KeyValueStore<String, byte[]> after = driver.getKeyValueStore(WalletStore.NAME);
    stored.forEach(after::put);
    price(now);
  }

  /** Whatever a test made the stage decide is decided again from the records alone. */
  @AfterEach
  void everyRecordedDecisionIsGivenAgain() throws Exception {
    replays.check();
  }

  @AfterEach
  void stop() {
    driver.close();
    key.close();
  }

  void enable() {
    state(world.state(1).build());
    price(START);
    executions(world.observed(world.account("0", START)));
  }

  void price(String market, io.quantumvault.schemas.v1.MarketPrice price) {
    input(Topics.PRICES).pipeInput(market.getBytes(UTF_8), price.toByteArray());
  }

  /** Whether the stage has written something that was not read. */
  boolean pending() {
    return Stream.of(Topics.INTENTS, Topics.REJECTIONS)
        .anyMatch(topic ->
            !driver
                .createOutputTopic(
                    topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .isEmpty());
  }

  void price(Instant at) {
    input(Topics.PRICES)
        .pipeInput(World.SOL.getBytes(UTF_8), world.price("100", at).build().toByteArray());
  }

  void platform(long version, boolean frozen) {
    input(Topics.PLATFORM_STATE)
        .pipeInput(
            "global".getBytes(UTF_8),
            PlatformState.newBuilder()
                .setStateVersion(version)
                .setFrozen(frozen)
                .build()
                .toByteArray());
  }

  static Stop.Builder stop(StopKind kind, StopOrigin origin) {
    return Stop.newBuilder()
        .setStopId(Ids.newId().toString())
        .setKind(kind)
        .setScope(StopScope.STOP_SCOPE_AGENT_WALLET)
        .setOrigin(origin);
  }

  static AgentWalletState frozen(AgentWalletState.Builder state, Stop.Builder stop) {
    return state.addStops(stop).build();
  }

  void state(AgentWalletState state) {
    pipe(Topics.EXECUTION_STATE, state);
  }

  void signalsOf(World other, Signal signal) {
    replays.signal(signal);
    pipeOf(other, Topics.SIGNALS, signal);
  }

  void signals(Signal signal) {
    replays.signal(signal);
    pipe(Topics.SIGNALS, signal);
  }

  void executions(ExecutionEvent event) {
    executions(ExecutionRecord.newBuilder().setExecution(event).build());
  }

  void executions(ExecutionRecord record) {
    pipe(Topics.EXECUTIONS, record);
  }

  void pipeOf(World other, Topics.Topic topic, MessageLite value) {
    input(topic).pipeInput(other.wallet.getBytes(UTF_8), value.toByteArray());
  }

  void pipe(Topics.Topic topic, MessageLite value) {
    input(topic).pipeInput(world.wallet.getBytes(UTF_8), value.toByteArray());
  }

  TestInputTopic<byte[], byte[]> input(Topics.Topic topic) {
    return inputs.computeIfAbsent(
        topic.name(),
        name ->
            driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  List<TestRecord<byte[], byte[]>> all(Topics.Topic topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  TestRecord<byte[], byte[]> only(Topics.Topic topic) {
    var records = all(topic);
    assertThat(records).hasSize(1);
    assertThat(new String(records.getFirst().key(), UTF_8)).isEqualTo(world.wallet);
    return records.getFirst();
  }

  List<TradeIntentPayload> intents() throws InvalidProtocolBufferException {
    var payloads = new ArrayList<TradeIntentPayload>();
    for (var record : all(Topics.INTENTS)) {
      payloads.add(
          TradeIntentPayload.parseFrom(TradeIntent.parseFrom(record.value()).getPayload()));
    }
    replays.intents(payloads);
    return payloads;
  }

  List<RejectionRecord> answers() throws InvalidProtocolBufferException {
    var answers = new ArrayList<RejectionRecord>();
    for (var record : all(Topics.REJECTIONS)) {
      answers.add(RejectionRecord.parseFrom(record.value()));
    }
    replays.answers(answers);
    return answers;
  }

  List<SignalRejected> rejections() throws InvalidProtocolBufferException {
    var answers = answers();
    assertThat(answers).allMatch(RejectionRecord::hasRejected);
    return answers.stream().map(RejectionRecord::getRejected).toList();
  }

  List<List<Reason>> reasons() throws InvalidProtocolBufferException {
    return rejections().stream().map(SignalRejected::getReasonsList).toList();
  }

  double count(String name, String what) {
    return meters.get(name).tag("what", what).counter().count();
  }
}
