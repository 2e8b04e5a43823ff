package io.quantumvault.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantumvault.keys.sign.ServiceKey;
import io.quantumvault.kit.management.ManagementServer;
import io.quantumvault.policy.stream.PolicyHealth;
import io.quantumvault.policy.topology.World;
import io.quantumvault.schemas.Principal;
import io.quantumvault.schemas.Topics;
import io.quantumvault.schemas.v1.Reason;
import io.quantumvault.schemas.v1.RejectionRecord;
import io.quantumvault.schemas.v1.Signal;
import io.quantumvault.schemas.v1.SignalRejected;
import io.quantumvault.schemas.v1.TestDecided;
import io.quantumvault.schemas.v1.TradeIntent;
import io.quantumvault.schemas.v1.TradeIntentPayload;
import io.quantumvault.standalone.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * On a real broker, with its users, rules and transactions. The stage's clock stands still: however
 * long a broker waits for open transactions or a machine for its turn, no price, alert or reading
 * grows old.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PolicyStreamIT {
  private static final int SIGNALS = 1000;

  @TempDir Path dir;
  private final Platform platform = Platform.startTemporary();
  private final Wire wire = new Wire(platform);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final World world = new World(now);
  private final Map<String, TestDecided> tests = new HashMap<>();
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
  void aThousandSignalsThroughARestartWithAnEmptyFolder() {
    var signals = signals();
    try (var first = start("one")) {
      enable();
      untilReady(first);
      untilItDecides();
      assertThat(told(first, "/health/ready")).isEqualTo("{\"ready\":true,\"reasons\":[]}");
      assertThat(told(first, "/metrics"))
          .contains("policy_decisions_total{outcome=\"tested\"}", "quantumvault_key_memory{pages=");
      signals.subList(0, SIGNALS / 2).forEach(this::send);
      wire.flush();
      // Some of the first half is decided: the stage goes down in the middle of it.
      Wire.readUntil(rejectionReader, this::take, () -> rejections.size() >= 50);
    }
    theRestIsDecidedByAnother(signals);

    eachEndedOnceWithinTheLimit(signals);
  }

  @Test
  void aThousandSignalsThroughAKillInTheMiddleOfTransactions() {
    var signals = signals();
    var first = PolicyProcess.start(now, settings("one"));
    try {
      enable();
      untilItDecides();
      signals.subList(0, SIGNALS / 2).forEach(this::send);
      wire.flush();
      Wire.readUntil(rejectionReader, this::take, () -> rejections.size() >= 50);
    } finally {
      PolicyProcess.kill(first);
    }
    theRestIsDecidedByAnother(signals);

    eachEndedOnceWithinTheLimit(signals);
  }

  @Test
  void aBacklogOfStateIsTakenBeforeTheSignalsThatCameEarlier() {
    var signal = world.buy("1", now).build();
    send(signal);
    wire.flush();
    enable();

    try (var stage = start("one")) {
      untilReady(stage);
      untilItDecides();
    }
    untilAllIntentsAreRead();

    // All of it lay there before the stage did: whichever topic is fetched first, state counts.
    assertThat(rejections).isEmpty();
    assertThat(intents)
        .singleElement()
        .satisfies(one -> assertThat(one.getSignalId()).isEqualTo(signal.getSignalId()));
  }

  private List<Signal> signals() {
    return Stream.generate(() -> world.buy("1", now).build()).limit(SIGNALS).toList();
  }

  private void enable() {
    wire.send(Principal.DEBEZIUM, Topics.EXECUTION_STATE, world.wallet, world.state(1).build());
    var reading = world.observed(world.account("0", now));
    wire.send(Principal.SIGNER, Topics.EXECUTIONS, world.wallet, reading);
    // All tests share the broker: an earlier one's price of the same slot would stay.
    var price = world.price("100", now).setSlot(now.toEpochMilli());
    wire.send(Principal.INGEST, Topics.PRICES, World.SOL, price.build());
    wire.flush();
  }

  /** In an empty folder: what was reserved must come back from Kafka. */
  private void theRestIsDecidedByAnother(List<Signal> signals) {
    try (var second = start("two")) {
      signals.subList(SIGNALS / 2, SIGNALS).forEach(this::send);
      // Delivered twice, as a replayed topic would.
      signals.subList(0, SIGNALS / 5).forEach(this::send);
      untilReady(second);
      untilItDecides();
    }
    untilAllIntentsAreRead();
  }

  private void eachEndedOnceWithinTheLimit(List<Signal> signals) {
    var ended = new ArrayList<String>();
    rejections.forEach(one -> ended.add(one.getSignalId()));
    intents.forEach(one -> ended.add(one.getSignalId()));
    assertThat(ended)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(signals.stream().map(Signal::getSignalId).toList());
    var bought =
        intents.stream()
            .map(one -> new BigDecimal(one.getSizeBase()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(bought).as("1000 US dollars at 100 each").isEqualByComparingTo("10");
    assertThat(rejections)
        .allSatisfy(one ->
            assertThat(one.getReasonsList()).containsExactly(Reason.REASON_POSITION_TOO_LARGE));
  }

  private Map<String, Object> settings(String stateDir) {
    return Map.of(
        "quantumvault.kafka.bootstrap-servers", platform.kafka().bootstrapServers(),
        "quantumvault.kafka.username", Principal.POLICY.userName(),
        "quantumvault.kafka.password-file",
            platform.kafka().passwordFile(Principal.POLICY).toString(),
        "quantumvault.keys.dir", dir.toString(),
        "quantumvault.state-dir", dir.resolve(stateDir).toString(),
        "quantumvault.policy.origins", World.ORIGIN);
  }

  private ConfigurableApplicationContext start(String stateDir) {
    return PolicyApplication.start(settings(stateDir), InstantSource.fixed(now));
  }

  private static String told(ConfigurableApplicationContext stage, String path) {
    int port = stage.getBean(ManagementServer.class).port();
    try (var answer = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(answer.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(Signal signal) {
    wire.send(Principal.INGEST, Topics.SIGNALS, world.wallet, signal);
  }

  private void untilReady(ConfigurableApplicationContext stage) {
    PolicyHealth health = stage.getBean(PolicyHealth.class);
    Wire.readUntil(rejectionReader, this::take, health::ready);
  }

  /**
   * Sends dry runs until one would be approved, or fails only at the limit: then state, account and
   * price have arrived, and every signal sent before it is decided.
   */
  private void untilItDecides() {
    boolean decides = false;
    while (!decides) {
      var probe = world.buy("1", now).setDryRun(true).build();
      send(probe);
      wire.flush();
      Wire.readUntil(rejectionReader, this::take, () -> tests.containsKey(probe.getSignalId()));
      decides =
          Objects.requireNonNull(tests.get(probe.getSignalId())).getReasonsList().stream()
              .allMatch(reason -> reason == Reason.REASON_POSITION_TOO_LARGE);
    }
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
      var answer = RejectionRecord.parseFrom(record.value());
      var bot = world.botId.toString(); // others are another test's
      switch (answer.getRecordCase()) {
        case TESTED -> {
          if (answer.getTested().getBotId().equals(bot)) {
            tests.put(answer.getTested().getSignalId(), answer.getTested());
          }
        }
        case REJECTED -> {
          if (answer.getRejected().getBotId().equals(bot)) {
            rejections.add(answer.getRejected());
          }
        }
        case RECORD_NOT_SET -> throw new AssertionError("an answer of an unknown kind");
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void takeIntent(ConsumerRecord<byte[], byte[]> record) {
    try {
      var intent = TradeIntentPayload.parseFrom(TradeIntent.parseFrom(record.value()).getPayload());
      if (intent.getBotId().equals(world.botId.toString())) {
        intents.add(intent);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
