package io.quantumvault.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.policy.stream.PolicyHealth;
import io.quantumvault.policy.topology.World;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.ExecutionRecord;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.standalone.platform.Platform;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** On a real broker, with its users, rules and transactions. */
class PolicyStreamIT {
  private static final int SIGNALS = 1000;

  @TempDir Path dir;
  private final Platform platform = Platform.startTemporary();
  private final Wire wire = new Wire(platform);
  private final World world = new World(Instant.now());
  private final List<SignalRejected> rejections = new ArrayList<>();
  private final List<TradeIntentPayload> intents = new ArrayList<>();
  private KafkaConsumer<byte[], byte[]> rejectionReader;
  private KafkaConsumer<byte[], byte[]> intentReader;

  @BeforeEach
  void connect() {
    ServiceKey.create(dir.resolve("intent-signing.key"));
    rejectionReader = wire.reader(Principal.CONTROL_PLANE, Topics.REJECTIONS);
    intentReader = wire.reader(Principal.SIGNER, Topics.INTENTS);
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void aThousandSignalsAgainstOneLimitEndOnceEachAndNeverExceedIt() {
    var signals = new ArrayList<Signal>();
    for (int i = 0; i < SIGNALS; i++) {
      signals.add(world.buy("1", Instant.now()).build());
    }
    wire.send(Principal.DEBEZIUM, Topics.EXECUTION_STATE, world.wallet, world.state(1).build());

    try (var first = start("one")) {
      observe();
      untilItDecides(first);
      var began = Instant.now();
      signals.subList(0, SIGNALS / 2).forEach(this::send);
      wire.flush();
      // Some of the first half is decided; the stage goes down in the middle of it.
      Wire.readUntil(rejectionReader, this::take, () -> rejections.size() >= 50);
      System.out.printf(
          "first answers after %d ms%n", Duration.between(began, Instant.now()).toMillis());
    }
    // With an empty folder: what was reserved must come back from Kafka.
    try (var second = start("two")) {
      observe();
      signals.subList(SIGNALS / 2, SIGNALS).forEach(this::send);
      // Delivered twice, as a producer's retry or a replayed topic would.
      signals.subList(0, SIGNALS / 5).forEach(this::send);
      untilItDecides(second);
    }
    untilAllIntentsAreRead();

    var ended = new ArrayList<String>();
    rejections.stream()
        .filter(one -> !one.getDetail().contains("a test"))
        .filter(one -> signals.stream().anyMatch(s -> s.getSignalId().equals(one.getSignalId())))
        .forEach(one -> ended.add(one.getSignalId()));
    intents.forEach(one -> ended.add(one.getSignalId()));
    assertThat(ended).doesNotHaveDuplicates().hasSize(SIGNALS);
    assertThat(new HashSet<>(ended))
        .containsExactlyInAnyOrderElementsOf(signals.stream().map(Signal::getSignalId).toList());
    assertThat(rejections)
        .filteredOn(one -> ended.contains(one.getSignalId()))
        .allSatisfy(one ->
            assertThat(one.getReasonsList()).containsExactly(Reason.REASON_POSITION_TOO_LARGE));
    assertThat(
            intents.stream()
                .map(one -> new BigDecimal(one.getSizeBase()))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .as("1000 US dollars at 100 each")
        .isEqualByComparingTo("10");
  }

  private ConfigurableApplicationContext start(String stateDir) {
    return PolicyApplication.start(
        Map.of(
            "quantumvault.kafka.bootstrap-servers", platform.kafka().bootstrapServers(),
            "quantumvault.kafka.username", Principal.POLICY.userName(),
            "quantumvault.kafka.password-file",
                platform.kafka().passwordFile(Principal.POLICY).toString(),
            "quantumvault.keys.dir", dir.toString(),
            "quantumvault.state-dir", dir.resolve(stateDir).toString(),
            "quantumvault.policy.origins", World.ORIGIN,
            "quantumvault.policy.commit-interval", "10ms"));
  }

  private void send(Signal signal) {
    wire.send(Principal.INGEST, Topics.SIGNALS, world.wallet, signal);
  }

  private void observe() {
    var now = Instant.now();
    ExecutionRecord reading = world.observed(world.account("0", now));
    wire.send(Principal.SIGNER, Topics.EXECUTIONS, world.wallet, reading);
  }

  /**
   * Sends dry runs until one would be approved or fails only at the limit: then state, account and
   * price have arrived, and every signal sent before it is decided.
   */
  private void untilItDecides(ConfigurableApplicationContext stage) {
    var health = stage.getBean(PolicyHealth.class);
    Wire.readUntil(rejectionReader, this::take, health::ready);
    boolean decides = false;
    while (!decides) {
      var now = Instant.now();
      wire.send(Principal.INGEST, Topics.PRICES, World.SOL, world.price("100", now).build());
      var probe = world.buy("1", now).setDryRun(true).build();
      send(probe);
      wire.flush();
      Wire.readUntil(rejectionReader, this::take, () -> answer(probe) != null);
      var answer = java.util.Objects.requireNonNull(answer(probe));
      decides =
          answer.getReasonsCount() == 0
              || answer.getReasonsList().equals(List.of(Reason.REASON_POSITION_TOO_LARGE));
    }
  }

  private @org.jspecify.annotations.Nullable SignalRejected answer(Signal probe) {
    return rejections.stream()
        .filter(one -> one.getSignalId().equals(probe.getSignalId()))
        .findFirst()
        .orElse(null);
  }

  private void untilAllIntentsAreRead() {
    var ends = intentReader.endOffsets(intentReader.assignment());
    Wire.readUntil(
        intentReader,
        this::takeIntent,
        () ->
            ends.entrySet().stream()
                .allMatch(end -> intentReader.position(end.getKey()) >= end.getValue()));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      rejections.add(SignalRejected.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void takeIntent(ConsumerRecord<byte[], byte[]> record) {
    try {
      var intent = TradeIntent.parseFrom(record.value());
      intents.add(TradeIntentPayload.parseFrom(intent.getPayload()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
